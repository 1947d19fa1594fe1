"""One connection to a viewer."""

from __future__ import annotations

import os
import socket
import time
import weakref
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.live.address import Address
from rerun_bridge.sdk.sinks.live.request import (
    LAST_PART,
    complaint_of,
    is_whole,
    opening,
    part_of,
)
from rerun_bridge.sdk.sinks.wire import STALL_SECONDS, Wire

__all__ = ['Connection']

_CONNECT_SECONDS = 3.0
_READ_BYTES = 64 * 1024
_LOCAL_BUFFER_BYTES = 512 * 1024
"""
What the system holds for a viewer on this machine, where nothing is ever long on its way.

Left to itself it becomes several megabytes: too much for the cache that both sides share.
"""


class Connection:
    """
    A viewer that listens, being sent messages.

    :param stall_seconds: one that takes nothing for so long is gone.
    :raises OSError: nobody listens.
    """

    def __init__(self, address: Address, stall_seconds: float = STALL_SECONDS) -> None:
        try:
            self._socket = socket.create_connection(address[:2], _CONNECT_SECONDS)
        except UnicodeError as error:  # which says nothing to people
            raise OSError(f'{address.host!r} cannot be the name of a host') from error
        try:
            if address.is_encrypted:
                module = import_module('rerun_bridge.sdk.sinks.live.encryption')
                self._socket = module.encrypted(self._socket, address.host)
            if self._socket.getpeername()[0] == self._socket.getsockname()[0]:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LOCAL_BUFFER_BYTES)
            self._wire = Wire(self._socket, stall_seconds)
            self._wire.send(opening(address))
        except BaseException:
            self._socket.close()
            raise
        _all.add(self)

    def send(self, messages: Sequence[LogMsg]) -> None:
        """
        Send messages.

        :raises SinkError: the viewer refuses them, or is none.
        :raises OSError: the viewer is gone, or takes nothing any more.
        """
        try:
            self._wire.send(*part_of(messages))
        except OSError:
            self.check()  # it may have said why
            raise

    def check(self) -> None:
        """
        Look whether the viewer still listens.

        :raises SinkError: it refuses what it was sent, or is no viewer.
        :raises OSError: it hung up.
        """
        heard = self._wire.heard()
        if heard is not None:
            raise _bad_news(heard) or ConnectionResetError('the viewer hung up')

    def finish(self, timeout: float) -> None:
        """
        Say that nothing more comes, and wait for the viewer to say that it has everything.

        :raises SinkError: it says something else.
        :raises OSError: it says nothing in time, or is gone.
        """
        end, answer = time.monotonic() + timeout, b''
        self._wire.send(LAST_PART)
        while not is_whole(answer):
            self._socket.settimeout(max(0.001, end - time.monotonic()))
            piece = self._socket.recv(_READ_BYTES)
            if not piece:
                raise _bad_news(answer) or ConnectionResetError('the viewer hung up')
            answer += piece
        if news := _bad_news(answer):
            raise news

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def interrupt(self) -> None:
        """Make another thread that sends here stop."""
        with suppress(OSError):
            # not that of encrypted sockets, which goes on in the clear
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _bad_news(answer: bytes) -> SinkError | None:
    return SinkError(text) if answer and (text := complaint_of(answer)) else None


_all: weakref.WeakSet[Connection] = weakref.WeakSet()


def _forget_in_child() -> None:
    """Close what a forked process has inherited: else viewers do not see the parent end."""
    for connection in list(_all):
        with suppress(OSError):
            os.close(socket.socket.detach(connection._socket))


if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_forget_in_child)
