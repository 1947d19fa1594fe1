"""Who may read: a token that the link carries, and a host that no other page can pretend to be."""

from __future__ import annotations

import os
import socket
from hmac import compare_digest
from ipaddress import ip_address

__all__ = ['Access', 'host_of', 'is_near']

_TOKEN_BYTES = 24
_EVERYWHERE = ('', '0.0.0.0', '::')


def host_of(header: str) -> str:
    """Return the host of a ``Host`` header, without the port and the brackets of IPv6."""
    if header.startswith('['):
        return header[1:].partition(']')[0]
    return header.partition(':')[0]


def is_near(host: str) -> bool:
    """Tell whether who calls a server so is on the same machine, or comes by a tunnel."""
    return host == 'localhost' or (_is_address(host) and ip_address(host).is_loopback)


class Access:
    """
    The rules of a server.

    Web pages cannot read what has no token. With DNS they can make a name of theirs lead here, so
    only names that are ours are answered; addresses need no DNS.

    :param host: what the server is bound to.
    :param token: random where not given.
    """

    def __init__(self, host: str, token: str | None = None) -> None:
        self.token = token or os.urandom(_TOKEN_BYTES).hex()
        self.shown_host = socket.gethostname() if host in _EVERYWHERE else host
        self._names = {'localhost', self.shown_host.lower(), socket.gethostname().lower()}

    def knows(self, host_header: str | None) -> bool:
        """Tell whether a request is meant for this server."""
        host = host_of(host_header or '').lower()
        return host in self._names or _is_address(host)

    def admits(self, token: str | None) -> bool:
        """Tell whether a token is the right one, in a time that tells nothing of it."""
        return compare_digest((token or '').encode(), self.token.encode())


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
