"""
Large messages without most of their bytes.

Nearly all of a picture or a cloud is one sequence of numbers, which is not looked at here. An
outline is the same message with that sequence cut to a few numbers: it decodes as the message
does, since what stands before is the same, and what stands behind keeps its alignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from rerun_bridge.cdr.columns import Columns, ScatteredSpans, Spans
from rerun_bridge.cdr.gather import Bytes
from rerun_bridge.messages import MessageBatch, ScatteredBatch
from rerun_bridge.nouns import dataclass

__all__ = ['Outlines', 'SequencePlace', 'largest_sequence']

COUNT_BYTES = 4
LARGEST_ALIGNMENT = 8


@dataclass(frozen=True)
class SequencePlace:
    """
    Where a sequence of numbers begins in messages.

    :param path: of the field.
    :param start: of its first number in the message, behind its count.
    :param dtype: of a number, byte order included.
    """

    path: str
    start: int
    dtype: np.dtype[Any]


def largest_sequence(columns: Columns, batch: MessageBatch) -> SequencePlace | None:
    """
    Return the place of the sequence that makes up most of a message; None where none does.

    :param batch: one message.
    :param columns: what it decoded to.
    """
    spans = {path: each for path, each in columns.items() if isinstance(each, Spans)}
    for path, each in spans.items():
        size = each.dtype.itemsize
        # numbers of eight bytes may stand apart from their count
        if size < LARGEST_ALIGNMENT and 2 * int(each.counts[0]) * size > batch.size_bytes:
            return SequencePlace(path, int(each.starts[0] - batch.starts[0]), each.dtype)
    return None


class Outlines:
    """
    The outlines of a batch.

    :param batch: what to decode in place of the messages.
    """

    def __init__(
        self, place: SequencePlace, batch: MessageBatch, numbers: Sequence[Bytes]
    ) -> None:
        self._place = place
        self._numbers = numbers
        self.batch = batch

    @staticmethod
    def of(batch: ScatteredBatch, place: SequencePlace) -> Outlines | None:
        """Return the outlines of messages; None where one is shorter than it claims to be."""
        start, size = place.start, place.dtype.itemsize
        count = np.dtype('>u4' if place.dtype.byteorder == '>' else '<u4')
        at, lengths = start - COUNT_BYTES, batch.lengths
        if len(lengths) and lengths.min() < start:
            return None
        heads = np.frombuffer(b''.join([each[:start] for each in batch.data]), np.uint8)
        heads = heads.reshape(-1, start)
        ends = start + heads[:, at:].copy().view(count)[:, 0].astype(np.int64) * size
        if (ends == lengths).all():  # where nothing comes behind them, all outlines are alike
            outlined = heads.copy()
            outlined[:, at:] = 0
            data, sizes = outlined.reshape(-1), np.full(len(heads), start)
        elif (ends > lengths).any():
            return None
        else:
            kept = (ends - start) % LARGEST_ALIGNMENT
            counts = (kept // size).astype(count)
            parts = [
                (head[:at], few, each[start : start + rest], each[end:])
                for head, few, each, rest, end in zip(
                    heads, counts.reshape(-1, 1), batch.data, kept.tolist(), ends.tolist()
                )
            ]
            data = np.frombuffer(b''.join(chain.from_iterable(parts)), np.uint8)
            sizes = start + kept + lengths - ends
        outlines = MessageBatch(
            batch.channel,
            batch.log_times_ns,
            batch.publish_times_ns,
            data,
            np.cumsum(sizes) - sizes,
            sizes,
        )
        numbers = [each[start:end] for each, end in zip(batch.data, ends.tolist())]
        return Outlines(place, outlines, numbers)

    def filled(self, columns: Columns) -> Columns | None:
        """
        Return the columns of the messages themselves; None where the sequence is elsewhere.

        :param columns: of the outlines, a row each.
        """
        place = self._place
        found = columns.get(place.path)
        if not isinstance(found, Spans) or found.dtype != place.dtype:
            return None
        if not bool((found.starts == self.batch.starts + place.start).all()):
            return None
        return columns.replaced(
            place.path, ScatteredSpans(self._numbers, place.dtype, place.start)
        )
