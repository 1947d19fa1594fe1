"""A file, or a pipe, that takes the frames of a recording."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import Bytes, LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import encode_footer
from rerun_bridge.sdk.rrd.frames import (
    FRAME_HEADER_BYTES,
    FrameKind,
    frame_header,
    stream_footer,
    stream_header,
)
from rerun_bridge.sdk.rrd.placements import Placements
from rerun_bridge.sdk.sinks.disk_room import DiskRoom

__all__ = ['FileSink']

MOST_PIECES = 1024
"""More than so many no operating system takes at once."""

MOST_BYTES = 1 << 20
"""
Of more at once Linux makes larger pages for its cache, from memory that nobody has used lately; in
a virtual machine that is memory which the host has taken back.
"""


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
            self._file: BinaryIO
            if self._path == '-':
                self._file = os.fdopen(os.dup(1), 'wb', 0)
            else:
                self._file = open(path, 'wb', 0)  # noqa: SIM115  (the sink is what is closed)
        except OSError as error:
            raise SinkError(f'cannot be written: {error.strerror}', file=self._path) from error
        self._seekable = self._file.seekable() and self._path != '-'
        self._at = 0
        self._room = DiskRoom(self._file.fileno())
        self._has_failed = False
        self._stores: dict[StoreId, Placements] = {}
        try:
            self._write(stream_header())
        except SinkError:
            self._file.close()
            raise

    def send(self, msg: LogMsg) -> None:
        """Write one message."""
        payload_at = self._at + FRAME_HEADER_BYTES
        self._frame(msg.kind, msg.payload)
        if msg.facts is not None:
            placements = self._stores.get(msg.store)
            if placements is None:
                placements = self._stores[msg.store] = Placements()
            placements.add(msg.facts, payload_at, msg.size_bytes)

    def flush(self, timeout: float) -> bool:
        """Hand everything to the operating system, which it already has."""
        return True

    def close(self) -> None:
        """
        Write the footer and close the file; idempotent.

        :raises SinkError: that failed; not again after it was raised before.
        """
        if self._file.closed:
            return
        had_failed = self._has_failed
        try:
            self._write_footer()
        except SinkError:
            if not had_failed:
                raise
        finally:
            if self._seekable and self._room.is_beyond:
                with suppress(OSError):
                    self._file.truncate(self._at)
            self._file.close()

    def _write_footer(self) -> None:
        footer = encode_footer(list(self._stores.items()))
        if footer:
            payload_at = self._at + FRAME_HEADER_BYTES
            self._frame(FrameKind.END, (footer, stream_footer(payload_at, footer)), len(footer))

    def _frame(
        self, kind: FrameKind, parts: Sequence[Bytes], payload_bytes: int | None = None
    ) -> None:
        """Write a frame; what comes after so many bytes of the parts stands behind it."""
        if payload_bytes is None:
            payload_bytes = sum(map(len, parts))
        header = frame_header(kind, payload_bytes)
        if not self._seekable:
            self._write(header, *parts)
            return
        start = self._at
        try:
            self._at += FRAME_HEADER_BYTES
            self._write_pieces(parts)
            os.pwrite(self._file.fileno(), header, start)
        except OSError as error:
            self._go_back(start)
            raise self._failure(error) from error
        except BaseException:  # Ctrl-C, where the program's own thread writes
            self._go_back(start)
            raise

    def _write_pieces(self, pieces: Sequence[Bytes]) -> None:
        """Write pieces with one call, or as many as the operating system wants."""
        views = [memoryview(piece) for piece in pieces]
        ends = list(accumulate(map(len, views)))
        start, total = self._at, ends[-1] if ends else 0
        while (done := self._at - start) < total:
            some = _between(views, ends, done, min(done + MOST_BYTES, total))
            self._room.ask(self._at + sum(map(len, some)))
            self._at += os.pwritev(self._file.fileno(), some, self._at)

    def _go_back(self, start: int) -> None:
        """Forget half a frame: what comes next, if it fits, follows the last whole one."""
        self._at = start
        self._room.forget(start)
        with suppress(OSError):
            self._file.truncate(start)

    def _failure(self, error: OSError) -> SinkError:
        self._has_failed = True
        if isinstance(error, SinkError):
            return error
        return SinkError(f'cannot be written: {error.strerror}', file=self._path)

    def _write(self, *parts: Bytes) -> None:
        try:
            for part in parts:
                view = memoryview(part)
                while view.nbytes:
                    written = self._file.write(view) or 0
                    self._at += written
                    view = view[written:]
        except OSError as error:
            raise self._failure(error) from error


def _between(
    views: Sequence[memoryview], ends: Sequence[int], begin: int, end: int
) -> list[memoryview]:
    """
    Return some bytes of all that views hold, or as many of these as one call takes.

    :param ends: how many bytes there are up to the end of each view.
    """
    first, last = bisect_right(ends, begin), bisect_left(ends, end)
    some = list(views[first : min(last + 1, first + MOST_PIECES)])
    if first + len(some) > last:
        some[-1] = some[-1][: len(some[-1]) - (ends[last] - end)]
    some[0] = some[0][begin - (ends[first] - len(views[first])) :]
    return some
