"""Pictures of a camera differ in pixels and stamps: all else that they become is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Spans
from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.converters.remembered import told_by
from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.scattered import blobs_of, scattered_blobs

__all__ = ['Repeated']

MOST_KEPT = 64
STAMP = 'header.stamp'

Blobs = Sequence[npt.NDArray[np.uint8]]
_Key = tuple[bytes, bytes, bytes]


class Repeated:
    """
    What batches became of which the next may be a repetition.

    :param carries: as in :class:`Converter`.
    """

    def __init__(self, carries: str) -> None:
        self._carries = carries
        self._known: dict[_Key, tuple[list[EntityColumns], int, int]] = {}
        self._asked: _Key | None = None
        self._blobs: Blobs = ()

    def again(
        self, batch: MessageBatch, columns: Columns, anchors: npt.NDArray[np.int64]
    ) -> list[EntityColumns] | None:
        """
        Return what becomes of a batch; None where that has to be found out, see :meth:`learn`.

        :param columns: with a stamp, which all of the messages have.
        :param anchors: the rows where a held value stands.
        """
        self._asked, self._blobs = None, ()
        spans = columns.get(self._carries)
        if not isinstance(spans, Spans):  # nothing is carried, or a type of the same name
            return None
        told = told_by(batch, columns, (self._carries, STAMP))
        if told is None:
            return None
        blobs = [spans.row(row) for row in range(len(batch))]
        key = told, spans.counts.tobytes(), anchors.tobytes()
        if key in self._known:
            return _carrying(blobs, *self._known[key])
        self._asked, self._blobs = key, blobs
        return None

    def learn(self, parts: list[EntityColumns]) -> None:
        """
        Remember what became of the batch that was asked for, if its pixels are in there unchanged.

        :param parts: own stamps they have none.
        """
        asked, blobs, self._asked, self._blobs = self._asked, self._blobs, None, ()
        if asked is None or len(self._known) >= MOST_KEPT:
            return
        carrying = [
            (place, which)
            for place, part in enumerate(parts)
            for which, column in enumerate(part.components)
            if (found := blobs_of(column.lists)) is not None and _are_same(found, blobs)
        ]
        if len(carrying) != 1:
            return
        ((place, which),) = carrying
        self._known[asked] = _carrying((), parts, place, which), place, which


def _carrying(
    blobs: Blobs, parts: list[EntityColumns], place: int, which: int
) -> list[EntityColumns]:
    """Return parts with other pixels; with none, so that those are not kept."""
    components = list(parts[place].components)
    old = components[which]
    lists = scattered_blobs(old.lists.type.value_type, blobs)
    components[which] = ComponentColumn(old.descriptor, lists)
    part = replace(parts[place], components=tuple(components))
    return [*parts[:place], part, *parts[place + 1 :]]


def _are_same(some: Blobs, others: Blobs) -> bool:
    """Tell whether arrays of bytes are in the same memory, all of them."""
    return len(some) == len(others) and all(
        len(one) == len(other)
        and one.__array_interface__['data'] == other.__array_interface__['data']
        for one, other in zip(some, others)
    )
