"""What is kept of large messages is mostly the same in all of them: it is remembered."""

from __future__ import annotations

from collections.abc import Callable

from rerun_bridge.cdr import Columns, Spans
from rerun_bridge.messages import MessageBatch
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['Remembered']

MOST_BYTES, MOST_MESSAGES = 4096, 16
ENCAPSULATION_BYTES, STAMP_BYTES, COUNT_BYTES = 4, 8, 4

Kept = tuple[ComponentColumn, ...]


class Remembered:
    """
    The kept components of messages that come alone, as pictures and clouds do.

    They are the same where all bytes are, but for those of what is not kept: a stamp at the
    message's start, and the bytes of the picture.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, tuple[str, ...]], Kept] = {}

    def kept(
        self,
        batch: MessageBatch,
        columns: Columns,
        skipped: tuple[str, ...],
        make: Callable[[], Kept],
    ) -> Kept:
        """
        Return the kept components of a batch.

        :param skipped: dotted paths of what is not kept.
        :param make: makes them.
        """
        if len(batch) != 1 or (told := _told(batch, columns, skipped)) is None:
            return make()
        found = self._known.get((told, skipped))
        if found is None:
            found = make()
            if len(self._known) < MOST_MESSAGES:
                self._known[told, skipped] = found
        return found


def _told(batch: MessageBatch, columns: Columns, skipped: tuple[str, ...]) -> bytes | None:
    """Return the bytes of a message that tell what is kept of it; None where they are many."""
    message = batch.message(0)
    blobs = [each for each in map(columns.get, skipped) if isinstance(each, Spans)]
    if len(blobs) != 1 or blobs[0].dtype.itemsize != 1:
        return None
    start = int(blobs[0].starts[0] - batch.starts[0])
    end = start + int(blobs[0].counts[0])
    if len(message) - (end - start) > MOST_BYTES:
        return None
    begin = ENCAPSULATION_BYTES
    if 'header.stamp' in skipped and next(iter(columns)) == 'header.stamp.sec':
        begin += STAMP_BYTES
    parts = message[:ENCAPSULATION_BYTES], message[begin : start - COUNT_BYTES], message[end:]
    return b'|'.join(parts)
