"""Where a recording goes: viewers, browsers, files, memory, pipes."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rerun_bridge.sdk.delivery import Delivery
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.sinks.base import LogSink

if TYPE_CHECKING:
    from rerun_bridge.sdk.binary_stream import BinaryStream
    from rerun_bridge.sdk.memory_recording import MemoryRecording

__all__ = ['DEFAULT_PORT', 'DEFAULT_WEB_PORT', 'DEFAULT_WS_PORT', 'Destinations', 'load']

DEFAULT_PORT, DEFAULT_WEB_PORT, DEFAULT_WS_PORT = 9876, 9090, 9877

_MODULES = {
    'BinaryStream': 'binary_stream',
    'ByteSink': 'binary_stream',
    'FileSink': 'sinks.file',
    'GrpcSink': 'sinks.server.grpc_sink',
    'MemoryRecording': 'memory_recording',
    'MemorySink': 'sinks.memory',
    'ServerSink': 'sinks.server',
    'StreamSink': 'sinks.live',
    'spawn_viewer': 'viewer',
}


def load(name: str) -> Any:
    """Load what a destination needs: most programs want one of them."""
    return getattr(import_module(f'rerun_bridge.sdk.{_MODULES[name]}'), name)


class Destinations:
    """
    Where what is logged goes to.

    Each destination takes the place of those before, as in Rerun; for several at once there is
    :meth:`set_sinks`. The first one gets everything that was logged so far. A recording that is
    off goes nowhere: nothing is opened, started or written.

    :param enabled: whether it is on.
    """

    def __init__(self, delivery: Delivery, enabled: bool) -> None:
        self._delivery = delivery
        self.enabled = enabled

    @property
    def sinks(self) -> tuple[LogSink, ...]:
        """The destinations; what is logged gathers where there are none."""
        return self._delivery.sinks

    def set_sinks(self, *sinks: LogSink) -> None:
        """
        Send everything from now on to these sinks; those that were there are closed.

        A new sink gets first what the recording is, what is static, and the blueprint; the first
        one gets everything that was logged so far.

        :raises SinkError: something could not be written.
        """
        self._delivery.set_sinks(sinks)

    def connect(self, addr: str | None = None) -> None:
        """
        Stream to a viewer; return at once, whether it is there or not.

        :param addr: ``ip:port`` or ``rerun+http://host:port/proxy``; this machine's where not
            given.
        """
        if self.enabled:
            self.set_sinks(load('StreamSink')(addr or f'127.0.0.1:{DEFAULT_PORT}'))

    def spawn(self, port: int = DEFAULT_PORT, connect: bool = True) -> None:
        """
        Start a viewer, unless one listens on the port already.

        :param connect: stream to it, too.
        """
        if self.enabled:
            url = load('spawn_viewer')(port)
            if connect:
                self.connect(url)

    def serve(
        self,
        open_browser: bool = True,
        web_port: int | None = None,
        ws_port: int | None = None,
        *,
        grpc_port: int | None = None,
    ) -> str | None:
        """
        Serve a viewer for browsers, and what is logged; return at once.

        :param open_browser: show it.
        :param web_port: of the page; 9090 where not given.
        :param ws_port: of the data; 9877 where not given.
        :param grpc_port: for viewers that connect, too; they need no token.
        :return: the link, which is printed, too; None where the recording is off.
        """
        if not self.enabled:
            return None
        sink = load('ServerSink')(
            DEFAULT_WEB_PORT if web_port is None else web_port,
            DEFAULT_WS_PORT if ws_port is None else ws_port,
            open_browser=open_browser,
            grpc_port=grpc_port,
        )
        self.set_sinks(sink)
        url: str = sink.url
        print(url)
        return url

    def serve_grpc(self, grpc_port: int | None = None) -> str | None:
        """
        Serve what is logged to viewers that connect: ``rerun --connect URL``; return at once.

        :param grpc_port: 9876 where not given.
        :return: the URL; None where the recording is off.
        :raises SinkError: the port is taken, or grpcio is not installed.
        """
        if not self.enabled:
            return None
        sink = load('GrpcSink')(DEFAULT_PORT if grpc_port is None else grpc_port)
        self.set_sinks(sink)
        url: str = sink.url
        return url

    def save(self, path: str | Path) -> None:
        """
        Write to a file, which is replaced where it exists.

        :raises SinkError: it cannot be written.
        """
        if self.enabled:
            self.set_sinks(load('FileSink')(path))

    def stdout(self) -> None:
        """Write to standard output, for a viewer at the other end of a pipe."""
        if self.enabled and sys.stdout is not None and sys.stdout.isatty():
            warn('standard output is a terminal, so nothing is written to it: try `… | rerun -`')
        elif self.enabled:
            self.set_sinks(load('FileSink')('-'))

    def memory_recording(self) -> MemoryRecording:
        """Write to memory; what is returned gives it as bytes or as a page."""
        sink = load('MemorySink')()
        if self.enabled:
            self.set_sinks(sink)
        made: MemoryRecording = load('MemoryRecording')(sink, self.flush)
        return made

    def show(self) -> None:
        """Show what was logged so far: in a notebook below the cell, elsewhere in the browser."""
        if self.enabled:
            self.memory_recording().show()

    def binary_stream(self) -> BinaryStream:
        """Write to memory; what is returned gives the bytes of a file, piece by piece."""
        sink = load('ByteSink')()
        if self.enabled:
            self.set_sinks(sink)
        made: BinaryStream = load('BinaryStream')(sink, self.flush)
        return made

    def flush(self, timeout_sec: float = 60.0) -> bool:
        """
        Wait until everything is written.

        :return: whether it was in time.
        :raises SinkError: something could not be written.
        """
        return self._delivery.flush(timeout_sec)

    def disconnect(self) -> None:
        """
        Write what waits, and close all connections, servers and files.

        What is logged from then on gathers until there is a destination again.
        """
        self.set_sinks()

    def close(self) -> None:
        """Write what waits, close the sinks; idempotent, and nothing can be logged then."""
        self._delivery.close()
