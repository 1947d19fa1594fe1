"""Connections that nobody else can read: TLS, which takes a while to load and few need."""

from __future__ import annotations

import socket
import ssl

__all__ = ['encrypted']


class _Socket(ssl.SSLSocket):
    """Says as plain sockets do that nothing has come yet."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except ssl.SSLWantReadError as error:
            raise BlockingIOError from error


def encrypted(plain: socket.socket, host: str) -> socket.socket:
    """
    Return a connection that is encrypted, to a host that has proven who it is.

    :raises OSError: it has not, or knows nothing of TLS.
    """
    context = ssl.create_default_context()
    context.sslsocket_class = _Socket
    context.set_alpn_protocols(['http/1.1'])
    return context.wrap_socket(plain, server_hostname=host)
