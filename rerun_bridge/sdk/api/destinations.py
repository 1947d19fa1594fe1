"""Functions that say where a recording goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rerun_bridge.sdk import _current
from rerun_bridge.sdk.destinations import DEFAULT_PORT, load
from rerun_bridge.sdk.misuse import forgiving
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.base import LogSink

if TYPE_CHECKING:
    from rerun_bridge.sdk.binary_stream import BinaryStream
    from rerun_bridge.sdk.memory_recording import MemoryRecording

__all__ = [
    'binary_stream',
    'connect',
    'connect_grpc',
    'disconnect',
    'flush',
    'memory_recording',
    'save',
    'serve',
    'serve_grpc',
    'set_sinks',
    'show',
    'spawn',
    'stdout',
]


@forgiving
def connect(addr: str | None = None, recording: RecordingStream | None = None) -> None:
    """
    Stream to a viewer; return at once, whether it is there or not.

    :param addr: ``ip:port`` or ``rerun+http://host:port/proxy``; port 9876 of this machine where
        not given.
    """
    meant = _current.current(recording)
    if meant is not None:
        meant.connect(addr)


def connect_grpc(url: str | None = None, *, recording: RecordingStream | None = None) -> None:
    """Stream to a viewer: the newer name of :func:`connect`."""
    connect(url, recording)


@forgiving
def disconnect(recording: RecordingStream | None = None) -> None:
    """
    Write what waits, and close all connections, servers and files.

    What is logged from then on gathers until there is a destination again.
    """
    meant = _current.current(recording)
    if meant is not None:
        meant.disconnect()


@forgiving
def spawn(
    port: int = DEFAULT_PORT, connect: bool = True, recording: RecordingStream | None = None
) -> None:
    """
    Start a viewer, unless one listens on the port already.

    :param connect: stream to it, too.
    """
    meant = _current.current(recording)
    if meant is not None:
        meant.spawn(port, connect)


@forgiving
def serve(
    open_browser: bool = True,
    web_port: int | None = None,
    ws_port: int | None = None,
    recording: RecordingStream | None = None,
    *,
    grpc_port: int | None = None,
) -> str | None:
    """
    Serve a viewer for browsers, and what is logged; return at once.

    :param open_browser: show it.
    :param web_port: of the page; 9090 where not given.
    :param ws_port: of the data; 9877 where not given.
    :param grpc_port: for viewers that connect, too: ``rerun --connect``; they need no token.
    :return: the link, which is printed, too; None where nothing is logged.
    """
    meant = _current.current(recording)
    if meant is None:
        return None
    return meant.serve(open_browser, web_port, ws_port, grpc_port=grpc_port)


@forgiving
def serve_grpc(
    *, grpc_port: int | None = None, recording: RecordingStream | None = None
) -> str | None:
    """
    Serve what is logged to viewers that connect: ``rerun --connect URL``; return at once.

    :param grpc_port: 9876 where not given.
    :return: the URL; None where nothing is logged.
    :raises SinkError: the port is taken, or grpcio is not installed.
    """
    meant = _current.current(recording)
    return None if meant is None else meant.serve_grpc(grpc_port)


@forgiving
def save(path: str | Path, recording: RecordingStream | None = None) -> None:
    """
    Write to a file, which is replaced where it exists.

    :raises SinkError: it cannot be written.
    """
    meant = _current.current(recording)
    if meant is not None:
        meant.save(path)


@forgiving
def stdout(recording: RecordingStream | None = None) -> None:
    """Write to standard output, for a viewer at the other end of a pipe."""
    meant = _current.current(recording)
    if meant is not None:
        meant.stdout()


def memory_recording(recording: RecordingStream | None = None) -> MemoryRecording:
    """
    Write to memory; what is returned gives it as bytes or as a page.

    Where there is no recording it stays empty.
    """
    meant = _current.current(recording)
    if meant is not None:
        return meant.memory_recording()
    empty: MemoryRecording = load('MemoryRecording')(load('MemorySink')())
    return empty


@forgiving
def show(recording: RecordingStream | None = None) -> None:
    """Show what was logged so far: in a notebook below the cell, elsewhere in the browser."""
    meant = _current.current(recording)
    if meant is not None:
        meant.show()


def binary_stream(recording: RecordingStream | None = None) -> BinaryStream:
    """
    Write to memory; what is returned gives the bytes of a file, piece by piece.

    Where there is no recording it stays empty.
    """
    meant = _current.current(recording)
    if meant is not None:
        return meant.binary_stream()
    empty: BinaryStream = load('BinaryStream')(load('ByteSink')(), lambda timeout: True)
    return empty


@forgiving
def set_sinks(*sinks: LogSink, recording: RecordingStream | None = None) -> None:
    """Stream to several destinations at once; those that were there are closed."""
    meant = _current.current(recording)
    if meant is not None and meant.enabled:
        meant.set_sinks(*sinks)


def flush(timeout_sec: float = 60.0, recording: RecordingStream | None = None) -> bool:
    """Wait until everything is written; tell whether it was in time."""
    meant = _current.current(recording)
    return meant is None or meant.flush(timeout_sec)
