"""Where a viewer listens: ``ip:port``, or the links that Rerun's own tools print."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from rerun_bridge.errors import ConfigError

__all__ = ['DEFAULT_PORT', 'Address', 'parse_address']

DEFAULT_PORT, TLS_PORT = 9876, 443
_IS_ENCRYPTED = {
    'rerun': True,
    'rerun+http': False,
    'rerun+https': True,
    'http': False,
    'https': True,
}


class Address(NamedTuple):
    """
    A viewer, or whatever speaks its protocol.

    :param is_encrypted: it wants TLS.
    """

    host: str
    port: int
    is_encrypted: bool = False

    @property
    def authority(self) -> str:
        """Host and port, as they stand in links."""
        host = f'[{self.host}]' if ':' in self.host else self.host
        return f'{host}:{self.port}'

    @property
    def link(self) -> str:
        """What other tools of Rerun call it."""
        return f'rerun+http{"s" * self.is_encrypted}://{self.authority}/proxy'


def parse_address(text: str | None) -> Address:
    """
    Return the address that a text means.

    :param text: ``127.0.0.1:9876``, ``:9876``, ``robot.local``, ``[::1]:9876`` or
        ``rerun+http://127.0.0.1:9876/proxy``; ``rerun://`` and ``rerun+https://`` are encrypted.
        None is a viewer on this machine.
    :raises ConfigError: it means none.
    """
    text = (text or '').strip()
    wanted = "expected 'ip:port' or 'rerun+http://host:port/proxy'"
    scheme, separator, rest = text.partition('://')
    if not separator:
        scheme, rest = 'rerun+http', text
    if scheme not in _IS_ENCRYPTED:
        raise ConfigError(f'{text!r} is no address of a viewer: {wanted}')
    try:
        parts = urlsplit(f'//{rest}')
        port = parts.port
    except ValueError as error:
        raise ConfigError(f'{text!r} is no address of a viewer: {wanted}') from error
    if parts.path.strip('/') not in ('', 'proxy') or parts.username is not None or port == 0:
        raise ConfigError(f'{text!r} is no address of a viewer: {wanted}')
    is_encrypted = _IS_ENCRYPTED[scheme]
    usual = TLS_PORT if is_encrypted else DEFAULT_PORT
    return Address(parts.hostname or '127.0.0.1', port or usual, is_encrypted)
