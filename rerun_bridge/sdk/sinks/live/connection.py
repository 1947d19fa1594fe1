"""
One connection to a viewer: a request that never ends, every message a part of its body.

Rerun's viewers speak gRPC, and on the same port gRPC-Web over HTTP/1.1, which needs no library.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.live.address import Address
from rerun_bridge.sdk.sinks.server.grpc_web import CONTENT_TYPE, responses_of
from rerun_bridge.sdk.sinks.server.wire import Wire

__all__ = ['Connection']

_WRITE_MESSAGES = '/rerun.sdk_comms.v1alpha1.MessageProxyService/WriteMessages'
_CONNECT_SECONDS = 3.0
_NO_MORE_CHUNKS = b'0\r\n\r\n'
_OK = b' 200 '


class Connection:
    """
    A viewer that listens.

    :raises OSError: nobody does.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._socket = socket.create_connection((address.host, address.port), _CONNECT_SECONDS)
        try:
            if address.is_encrypted:
                self._socket = _encrypted(self._socket, address.host)
            self._wire = Wire(self._socket)
            self._wire.send(
                f'POST {_WRITE_MESSAGES} HTTP/1.1\r\n'
                f'Host: {address.authority}\r\n'
                f'Content-Type: {CONTENT_TYPE}\r\n'
                f'Accept: {CONTENT_TYPE}\r\n'
                'X-Grpc-Web: 1\r\n'
                'Transfer-Encoding: chunked\r\n\r\n'.encode()
            )
        except BaseException:
            self._socket.close()
            raise

    def send(self, messages: Sequence[LogMsg]) -> None:
        """
        Send messages.

        :raises OSError: the viewer is gone, or takes nothing any more.
        """
        # requests are built as responses are: both have one field, the message
        pieces = responses_of(messages)
        self._wire.send(b'%x\r\n' % sum(map(len, pieces)), *pieces, b'\r\n')

    def check(self) -> None:
        """
        Look whether the viewer still listens.

        :raises SinkError: it answered, so it is no viewer.
        :raises OSError: it hung up.
        """
        heard = self._wire.heard()
        if heard == b'':
            raise ConnectionResetError('the viewer hung up')
        if heard:
            status = heard.split(b'\r\n', 1)[0].decode('latin-1')
            if _OK not in heard[:32]:
                raise SinkError(f'{self._address.authority} is no viewer: it answers {status!r}')

    def finish(self, timeout: float) -> None:
        """Say that nothing more comes, and wait for the viewer to have it all."""
        self._wire.send(_NO_MORE_CHUNKS)
        self._socket.settimeout(timeout)
        self._socket.recv(1)  # the answer, which comes when everything was taken

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def interrupt(self) -> None:
        """Make another thread that sends here stop."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def _encrypted(plain: socket.socket, host: str) -> socket.socket:
    import ssl  # only few need it

    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
