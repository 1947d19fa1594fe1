"""
One pass over a batch: every step of the plan moves all cursors at once.

A pass either *decodes*, and raises :class:`RowsFailedError` at the first step where rows fail, or
*measures*: then it notes which cursors fail and says where the others end.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import numpy as np

from rerun_bridge.cdr.alike import Notes, Place, elements_column
from rerun_bridge.cdr.columns import Bytes, Fields, Spans, Strings
from rerun_bridge.cdr.cursors import Bools, Cursors, Ints, RowsFailedError
from rerun_bridge.cdr.elements import ElementStarts, Memory
from rerun_bridge.cdr.gather import gather
from rerun_bridge.cdr.plan import DecodePlan, Elements, NumberSequence, Run, Text
from rerun_bridge.cdr.runs import mixed_fields, run_fields
from rerun_bridge.cdr.strings import LAST_CHARACTER

__all__ = ['Walk']

NONE = np.empty(0, np.int64)


class Walk:
    """
    One pass over a batch in one byte order.

    :param order: ``<`` or ``>``.
    :param memory: relative element starts by (path, message length, count), kept between batches.
    :param notes: for a walk of one message, whose places are to be written down.
    """

    def __init__(
        self, buffer: Bytes, order: str, memory: Memory, notes: Notes | None = None
    ) -> None:
        self._notes = notes
        self._buffer = buffer
        self._order = order
        self._memory = memory
        self._u4 = np.dtype(order + 'u4')

    def decode(self, plan: DecodePlan, cursors: Cursors) -> Fields:
        """Return the fields of all messages, or raise :class:`RowsFailedError`."""
        fields: Fields = {}
        self._walk(plan, cursors, None, fields)
        return fields

    def measure(self, plan: DecodePlan, cursors: Cursors) -> Ints:
        """Return where each message ends, -1 where it does not fit."""
        alive = np.ones(len(cursors), np.bool_)
        self._walk(plan, cursors, alive, None)
        return np.where(alive, cursors.at, -1)

    def _walk(
        self, plan: DecodePlan, cur: Cursors, alive: Bools | None, fields: Fields | None
    ) -> None:
        for step in plan.steps:
            if isinstance(step, Run):
                self._run(step, cur, alive, fields)
            elif isinstance(step, Text):
                self._text(step, cur, alive, fields)
            elif isinstance(step, NumberSequence):
                self._sequence(step, cur, alive, fields)
            else:
                self._elements(step, cur, alive, fields)

    def _require(self, cur: Cursors, alive: Bools | None, size: Ints | int, reason: str) -> None:
        """Let only those cursors go on that have so many bytes left."""
        good = cur.at + size <= cur.end
        if good.all():
            return
        if alive is None:
            bad = ~good
            raise RowsFailedError(cur.row[bad], reason, (cur.at - cur.origin)[bad])
        alive &= good
        cur.at = np.where(good, cur.at, cur.origin)
        # a dead cursor reads on harmlessly at its message's start, if that is long enough at all
        cur.at[cur.at + size > cur.end] = 0

    def _u32(self, cur: Cursors, alive: Bools | None) -> Ints:
        cur.at = cur.at + (-(cur.at - cur.origin) & 3)
        self._require(cur, alive, 4, 'message ends before a length')
        value = gather(self._buffer, cur.at, self._u4).astype(np.int64)
        if self._notes is not None and alive is None:
            places = (cur.at - cur.origin).tolist()
            self._notes.lengths.update(zip(places, value.tolist()))
        cur.at = cur.at + 4
        return value

    def _run(self, step: Run, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        if step.alignment > 1:
            cur.at = cur.at + (-(cur.at - cur.origin) & (step.alignment - 1))
        residues = (cur.at - cur.origin) & 7
        first = int(residues[0]) if len(residues) else 0
        if step.is_steady or (residues == first).all():
            layout = step.layouts[0 if step.is_steady else first]
            self._require(cur, alive, layout.size, 'message ends inside its numbers')
            if fields is not None:
                fields.update(run_fields(self._buffer, cur.at, step, layout, self._order))
                if self._notes is not None:
                    self._notes.places.append(Place(step, cur.at - cur.origin, NONE, layout))
            cur.at = cur.at + layout.size
            return
        sizes = np.array([layout.size for layout in step.layouts])[residues]
        self._require(cur, alive, sizes, 'message ends inside its numbers')
        if fields is not None:
            if self._notes is not None:
                self._notes.is_complete = False
            fields.update(mixed_fields(self._buffer, cur.at, residues, step, self._order))
        cur.at = cur.at + sizes

    def _text(self, step: Text, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        count = self._u32(cur, alive)
        if step.wide:
            reason = 'wstring longer than its message'
            self._require(cur, alive, count * 2, reason)
            size = count * self._unit_sizes(cur, count)
            self._require(cur, alive, size, reason)
        else:
            size = count
            self._require(cur, alive, size, 'string longer than its message')
        starts = cur.at
        if fields is not None:
            wide = self._order if step.wide else ''
            fields[step.path] = Strings(self._buffer, starts, size, wide)
            if self._notes is not None:
                self._notes.places.append(Place(step, starts - cur.origin, size))
                self._notes.is_complete &= not step.wide  # their units are told by the text
        cur.at = starts + size

    def _unit_sizes(self, cur: Cursors, count: Ints) -> Ints:
        """
        Return how many bytes a code unit of each wide string has.

        Each string tells by itself, so that it is measured and decoded alike: of two 2-byte units
        read as one number no character comes out. One unit alone is taken for 4 bytes where it
        fits.
        """
        fits = cur.at + 4 * np.minimum(count, 1) <= cur.end
        sizes = np.where(fits, 4, 2)
        rows = np.flatnonzero((count > 1) & fits)
        sizes[rows] = np.where(
            gather(self._buffer, cur.at[rows], self._u4) <= LAST_CHARACTER, 4, 2
        )
        return sizes

    def _sequence(
        self, step: NumberSequence, cur: Cursors, alive: Bools | None, fields: Fields | None
    ) -> None:
        count = self._u32(cur, alive)
        dtype = np.dtype(self._order + step.code if step.code != '?' else '?')
        if dtype.itemsize > 4:
            cur.at = np.where(count > 0, cur.at + (-(cur.at - cur.origin) & 7), cur.at)
        self._require(cur, alive, count * dtype.itemsize, 'sequence longer than its message')
        if fields is not None:
            fields[step.path] = Spans(self._buffer, cur.at, count, dtype)
            if self._notes is not None:
                self._notes.places.append(Place(step, cur.at - cur.origin, count))
        cur.at = cur.at + count * dtype.itemsize

    def _elements(
        self, step: Elements, cur: Cursors, alive: Bools | None, fields: Fields | None
    ) -> None:
        if step.length is None:
            count = self._u32(cur, alive)
        else:
            count = np.full(len(cur), step.length, np.int64)
        self._require(cur, alive, count * step.plan.min_bytes, 'sequence longer than its message')
        if alive is not None:
            count = np.where(alive, count, 0)
        # made anew: kept, it would tie this walk, and the batch it holds, into a cycle
        starts = ElementStarts(self.measure, self._memory)
        lasts = np.cumsum(count) - 1
        after = cur.at
        if fields is None:
            ends = self.measure(step.plan, starts.find(step, cur, count, alive))
        else:
            inner, ends = self._inner(step, cur, count, starts)
            fields[step.path] = partial(elements_column, step, count, inner)
        cur.at = np.where(count > 0, ends[np.maximum(lasts, 0)] if len(ends) else after, after)
        if alive is not None:
            alive &= cur.at >= 0
            cur.at = np.maximum(cur.at, 0)

    def _inner(
        self, step: Elements, cur: Cursors, count: Ints, starts: ElementStarts
    ) -> tuple[Fields, Ints]:
        """
        Return the fields of elements, and where these end.

        They are walked where they are predicted to be. Mostly that proves true.
        """
        elements = starts.predicted(step, cur, count) if self._notes is None else None
        if elements is not None:
            inner: Fields = {}
            begins = elements.at
            with suppress(RowsFailedError):
                self._walk(step.plan, elements, None, inner)
                if starts.are_proven(begins, elements.at, cur, count):
                    return inner, elements.at
        elements, inner = starts.found(step, cur, count, None), {}
        if self._notes is None:
            self._walk(step.plan, elements, None, inner)
            return inner, elements.at
        outer, self._notes.places = self._notes.places, []
        self._walk(step.plan, elements, None, inner)
        place = Place(step, cur.at - cur.origin, count, inner=tuple(self._notes.places))
        self._notes.places = [*outer, place]
        return inner, elements.at
