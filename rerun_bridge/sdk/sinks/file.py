"""A file, or a pipe, that takes the frames of a recording."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import encode_footer
from rerun_bridge.sdk.rrd.footer import PlacedChunk
from rerun_bridge.sdk.rrd.frames import (
    FRAME_HEADER_BYTES,
    FrameKind,
    frame_header,
    stream_footer,
    stream_header,
)

__all__ = ['FileSink']


class FileSink:
    """
    Writes frames to a file; killed at any moment, the file opens up to its last whole frame.

    That needs the payload to be written before the header that announces it: until the header is
    there, a reader sees the end of the file. A pipe cannot go back, so there the order is the
    plain one.

    :param path: of the file, replaced where it exists; ``-`` is standard output.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = str(path)
        try:
            self._file: BinaryIO = (
                os.fdopen(os.dup(1), 'wb', 0) if self._path == '-' else open(path, 'wb', 0)
            )
        except OSError as error:
            raise SinkError(f'cannot be written: {error.strerror}', file=self._path) from error
        self._seekable = self._file.seekable() and self._path != '-'
        self._at = 0
        self._stores: dict[StoreId, list[PlacedChunk]] = {}
        self._write(stream_header())

    def send(self, msg: LogMsg) -> None:
        """Write one message."""
        payload_at = self._at + FRAME_HEADER_BYTES
        self._frame(msg.kind, msg.payload)
        if msg.facts is not None:
            placed = PlacedChunk(msg.facts, payload_at, msg.size_bytes)
            self._stores.setdefault(msg.store, []).append(placed)

    def flush(self, timeout: float) -> bool:
        """Hand everything to the operating system, which it already has."""
        return True

    def close(self) -> None:
        """Write the footer and close the file; idempotent."""
        if self._file.closed:
            return
        try:
            footer = encode_footer(list(self._stores.items()))
            payload_at = self._at + FRAME_HEADER_BYTES
            if footer:
                self._frame(FrameKind.END, (footer,))
                self._write(stream_footer(payload_at, footer))
        finally:
            self._file.close()

    def _frame(self, kind: FrameKind, payload: tuple[object, ...]) -> None:
        size = sum(map(len, payload))  # type: ignore[arg-type]
        header = frame_header(kind, size)
        if not self._seekable:
            self._write(header, *payload)
            return
        try:
            self._file.seek(self._at + FRAME_HEADER_BYTES)
            start, self._at = self._at, self._at + FRAME_HEADER_BYTES
            self._write(*payload)
            os.pwrite(self._file.fileno(), header, start)
        except OSError as error:
            raise SinkError(f'cannot be written: {error.strerror}', file=self._path) from error

    def _write(self, *parts: object) -> None:
        try:
            for part in parts:
                view = memoryview(part)  # type: ignore[arg-type]
                while view.nbytes:
                    written = self._file.write(view) or 0
                    self._at += written
                    view = view[written:]
        except OSError as error:
            raise SinkError(f'cannot be written: {error.strerror}', file=self._path) from error
