"""What is kept of large messages is mostly the same in all of them: it is remembered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Spans
from rerun_bridge.cdr.columns import ScatteredSpans
from rerun_bridge.messages import MessageBatch
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['Remembered', 'told_by']

MOST_BYTES, MOST_ROWS, MOST_KEPT = 4096, 16, 64
ENCAPSULATION_BYTES, STAMP_BYTES, COUNT_BYTES = 4, 8, 4

Kept = tuple[ComponentColumn, ...]


class Remembered:
    """
    The kept components of messages that come alone or few together, as pictures and clouds do.

    They are the same where all bytes are, but for those of what is not kept: a stamp at the
    message's start, and the bytes of the picture.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, tuple[str, ...], int, bytes], Kept] = {}

    def kept(
        self,
        batch: MessageBatch,
        columns: Columns,
        skipped: tuple[str, ...],
        anchors: npt.NDArray[np.int64],
        make: Callable[[], Kept],
    ) -> Kept:
        """
        Return the kept components of a batch.

        :param skipped: dotted paths of what is not kept.
        :param anchors: the rows where a held value stands.
        :param make: makes them.
        """
        told = told_by(batch, columns, skipped)
        if told is None:
            return make()
        key = told, skipped, len(batch), anchors.tobytes()
        found = self._known.get(key)
        if found is None:
            found = make()
            if len(self._known) < MOST_KEPT:
                self._known[key] = found
        return found


def told_by(batch: MessageBatch, columns: Columns, skipped: tuple[str, ...]) -> bytes | None:
    """
    Return all bytes of each message but those of a picture, and of a stamp where it is skipped.

    None where they differ from message to message, or are many.
    """
    if len(batch) > MOST_ROWS:
        return None
    blobs = [each for each in map(columns.get, skipped) if isinstance(each, Spans)]
    if len(blobs) != 1 or blobs[0].dtype.itemsize != 1:
        return None
    begin = ENCAPSULATION_BYTES
    if 'header.stamp' in skipped and next(iter(columns)) == 'header.stamp.sec':
        begin += STAMP_BYTES
    told: bytes | None = None
    for row, (start, size) in enumerate(zip(_starts(blobs[0], batch), blobs[0].counts.tolist())):
        message, end = batch.message(row), start + size
        if len(message) - size > MOST_BYTES:
            return None
        parts = message[:ENCAPSULATION_BYTES], message[begin : start - COUNT_BYTES], message[end:]
        own = b'|'.join(parts)
        if told not in (None, own):
            return None
        told = own
    return told


def _starts(blobs: Spans, batch: MessageBatch) -> list[int]:
    """Return where the bytes of the picture begin in each message."""
    if isinstance(blobs, ScatteredSpans):
        return [blobs.at] * len(batch)
    starts: list[int] = (blobs.starts - batch.starts).tolist()
    return starts
