"""
Cursors over a buffer: one per message, moved together, step by step.

A walk either *raises* :class:`RowsFailed` at the first step where rows fail (a decode), or marks them with an end
of -1 (a measurement, used to prove predicted element starts).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.columns import Column, Columns, Numbers, Ragged, Spans, Strings
from rerun_bridge.cdr.plan import DecodePlan, Elements, Layout, NumberField, NumberSequence, Run, Text

MOST_SHAPES = 64
LONGEST_EXAMPLE = 4096
MOST_GUESSES = 8

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Fields = dict[str, 'Column | Callable[[], Column]']


class RowsFailed(Exception):
    """Some messages do not fit the plan."""

    def __init__(self, rows: Ints, reason: str, offsets: Ints) -> None:
        super().__init__(reason)
        self.rows, self.reason, self.offsets = rows, reason, offsets


def gather(buffer: npt.NDArray[np.uint8], at: Ints, dtype: np.dtype[np.generic]) -> Numbers:
    """Return the values at byte positions; a view where they are evenly spaced."""
    count, size = len(at), dtype.itemsize
    if count == 0:
        return np.empty(0, dtype)
    first = int(at[0])
    step = int(at[1]) - first if count > 1 else size
    if count == 1 or (step > 0 and bool((at[1:] - at[:-1] == step).all())):
        return np.ndarray((count,), dtype, buffer, first, (step,))
    windows = np.ndarray((len(buffer) - size + 1,), f'V{size}', buffer, strides=(1,))
    return windows[at].view(dtype)


@dataclass
class Cursors:
    """
    Where N messages (or elements) stand.

    :param at: int64, absolute position in the buffer.
    :param origin: int64, where alignment counts from.
    :param end: int64, first byte that is not the message's any more.
    :param row: int64, the message each belongs to.
    """

    at: Ints
    origin: Ints
    end: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.at)


class Walk:
    """
    One pass over a batch in one byte order.

    :param order: ``<`` or ``>``.
    :param memory: relative element starts by (path, message length, count), kept between batches.
    """

    def __init__(self, buffer: npt.NDArray[np.uint8], order: str, memory: dict[tuple[str, int, int], Ints]) -> None:
        self._buffer = buffer
        self._order = order
        self._memory = memory
        self._u4 = np.dtype(order + 'u4')

    def decode(self, plan: DecodePlan, cursors: Cursors) -> Fields:
        """Return the fields of all messages; raise :class:`RowsFailed` where some do not fit."""
        fields: Fields = {}
        self._walk(plan, cursors, None, fields)
        return fields

    def measure(self, plan: DecodePlan, cursors: Cursors) -> Ints:
        """Return where each message ends, -1 where it does not fit."""
        alive = np.ones(len(cursors), np.bool_)
        self._walk(plan, cursors, alive, None)
        return np.where(alive, cursors.at, -1)

    def _walk(self, plan: DecodePlan, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
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
            raise RowsFailed(cur.row[bad], reason, (cur.at - cur.origin)[bad])
        alive &= good
        cur.at = np.where(good, cur.at, cur.origin)
        # a dead cursor reads on harmlessly at its message's start, if that is long enough at all
        cur.at[cur.at + size > cur.end] = 0

    def _u32(self, cur: Cursors, alive: Bools | None) -> Ints:
        cur.at = cur.at + (-(cur.at - cur.origin) & 3)
        self._require(cur, alive, 4, 'message ends before a length')
        value = gather(self._buffer, cur.at, self._u4).astype(np.int64)
        cur.at = cur.at + 4
        return value

    def _run(self, step: Run, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        residues = (cur.at - cur.origin) & 7
        first = int(residues[0]) if len(residues) else 0
        if (residues == first).all():
            layout = step.layouts[first]
            self._require(cur, alive, layout.size, 'message ends inside its numbers')
            if fields is not None:
                fields.update(_views(self._buffer, cur.at, step, layout, self._order))
            cur.at = cur.at + layout.size
            return
        sizes = np.array([layout.size for layout in step.layouts])[residues]
        self._require(cur, alive, sizes, 'message ends inside its numbers')
        if fields is not None:
            fields.update(_mixed(self._buffer, cur.at, residues, step, self._order))
        cur.at = cur.at + sizes

    def _text(self, step: Text, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        count = self._u32(cur, alive)
        if step.wide:
            self._require(cur, alive, count * 2, 'wstring longer than its message')
            fits = bool((cur.at + count * 4 <= cur.end).all())
            unit = 4 if fits else 2
        else:
            self._require(cur, alive, count, 'string longer than its message')
            unit = 1
        starts, size = cur.at, count * unit
        if fields is not None:
            make = partial(_strings, self._buffer, starts, size, unit if step.wide else 0)
            fields[step.path] = make
        cur.at = starts + size

    def _sequence(self, step: NumberSequence, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        count = self._u32(cur, alive)
        dtype = np.dtype(self._order + step.code if step.code != '?' else '?')
        if dtype.itemsize > 4:
            cur.at = np.where(count > 0, cur.at + (-(cur.at - cur.origin) & 7), cur.at)
        self._require(cur, alive, count * dtype.itemsize, 'sequence longer than its message')
        if fields is not None:
            fields[step.path] = Spans(self._buffer, cur.at, count, dtype)
        cur.at = cur.at + count * dtype.itemsize

    def _elements(self, step: Elements, cur: Cursors, alive: Bools | None, fields: Fields | None) -> None:
        if step.length is None:
            count = self._u32(cur, alive)
        else:
            count = np.full(len(cur), step.length, np.int64)
        self._require(cur, alive, count * step.plan.min_bytes, 'sequence longer than its message')
        if alive is not None:
            count = np.where(alive, count, 0)
        elements = self._started(step, cur, count, alive)
        lasts = np.cumsum(count) - 1
        after = cur.at
        if fields is None:
            ends = self.measure(step.plan, elements)
        else:
            inner: Fields = {}
            self._walk(step.plan, elements, None, inner)
            ends = elements.at
            offsets = np.concatenate([[0], np.cumsum(count)])
            columns = Columns(len(elements), inner)
            fields[step.path] = partial(_ragged, offsets, columns, step.single)
        cur.at = np.where(count > 0, ends[np.maximum(lasts, 0)] if len(ends) else after, after)
        if alive is not None:
            alive &= cur.at >= 0
            cur.at = np.maximum(cur.at, 0)

    def _started(self, step: Elements, cur: Cursors, count: Ints, alive: Bools | None) -> Cursors:
        """Return the elements of all messages, each at its proven start."""
        total = int(count.sum())
        rows = np.repeat(np.arange(len(cur)), count)
        starts = self._predicted(step, cur, count) if total else None
        if starts is not None:
            elements = Cursors(starts, cur.origin[rows], cur.end[rows], cur.row[rows])
            ends = self.measure(step.plan, replace(elements))
            firsts = (np.cumsum(count) - count)[count > 0]
            chained = np.empty(total, np.bool_)
            chained[1:] = starts[1:] == ends[:-1]
            chained[firsts] = starts[firsts] == cur.at[count > 0]
            if chained.all() and (ends >= 0).all():
                return elements
        starts = self._exact(step, cur, count, alive)
        if alive is not None:
            dead = ~alive & (count > 0)
            if dead.any():
                starts[dead[rows]] = 0
        self._remember(step, cur, count, starts)
        return Cursors(starts, cur.origin[rows], cur.end[rows], cur.row[rows])

    def _predicted(self, step: Elements, cur: Cursors, count: Ints) -> Ints | None:
        """Return starts as in earlier messages of the same length, or None where one has no example."""
        starts = np.empty(int(count.sum()), np.int64)
        offsets = np.cumsum(count) - count
        keys = np.stack([cur.end - cur.origin, count, cur.at - cur.origin], axis=1)
        distinct, which = unique_rows(keys)
        if len(distinct) > MOST_SHAPES:
            return None
        for shape, (length, elements, start) in enumerate(distinct.tolist()):
            if elements == 0:
                continue
            example = self._memory.get((step.path, length, elements, start))
            if example is None:
                return None
            rows = np.flatnonzero(which == shape)
            starts[offsets[rows][:, None] + np.arange(elements)] = cur.at[rows][:, None] + example
        return starts

    def _remember(self, step: Elements, cur: Cursors, count: Ints, starts: Ints) -> None:
        keys = np.stack([cur.end - cur.origin, count, cur.at - cur.origin], axis=1)
        distinct, which = unique_rows(keys)
        if len(distinct) > MOST_SHAPES or len(self._memory) > 16 * MOST_SHAPES:
            return
        offsets = np.cumsum(count) - count
        for shape, (length, elements, start) in enumerate(distinct.tolist()):
            if 0 < elements <= LONGEST_EXAMPLE:
                row = int(np.argmax(which == shape))
                first = int(offsets[row])
                example = starts[first : first + elements] - cur.at[row]
                self._memory[step.path, length, elements, start] = example

    def _exact(self, step: Elements, cur: Cursors, count: Ints, alive: Bools | None) -> Ints:
        """Return starts element by element, guessing that the rest are as long as the one just seen."""
        offsets = np.cumsum(count) - count
        starts = np.zeros(int(count.sum()), np.int64)
        at, done = cur.at.copy(), np.zeros(len(cur), np.int64)
        active, rounds = np.flatnonzero(count), 0
        while len(active):
            rounds += 1
            here = Cursors(at[active], cur.origin[active], cur.end[active], cur.row[active])
            ends = self.measure(step.plan, here)
            fits = ends >= 0
            if not fits.all():
                if alive is None:
                    bad = active[~fits]
                    raise RowsFailed(cur.row[bad], 'element of a sequence does not fit', (at - cur.origin)[bad])
                alive[active[~fits]] = False
                active, ends = active[fits], ends[fits]
            starts[offsets[active] + done[active]] = at[active]
            size = ends - at[active]
            at[active] = ends
            done[active] += 1
            left = count[active] - done[active]
            if rounds <= MOST_GUESSES and len(left) and left.max() > 2:
                accepted = self._guess(step, cur, at, active, left, size, starts, offsets + done)
                at[active] += accepted * size
                done[active] += accepted
            active = active[done[active] < count[active]]
        return starts

    def _guess(
        self, step: Elements, cur: Cursors, at: Ints, active: Ints, left: Ints, size: Ints, starts: Ints, targets: Ints
    ) -> Ints:
        """Return how many elements of each row are as long as the last one, and note their starts."""
        rows = np.repeat(active, left)
        ordinal = np.arange(len(rows)) - np.repeat(np.cumsum(left) - left, left)
        stride = np.repeat(size, left)
        guessed = at[rows] + ordinal * stride
        there = Cursors(guessed.copy(), cur.origin[rows], cur.end[rows], cur.row[rows])
        good = self.measure(step.plan, there) == guessed + stride
        wrong = np.where(good, len(rows), ordinal)
        firsts = (np.cumsum(left) - left)[left > 0]
        accepted = np.zeros(len(active), np.int64)
        accepted[left > 0] = np.minimum(np.minimum.reduceat(wrong, firsts), left[left > 0])
        keep = ordinal < np.repeat(accepted, left)
        starts[(targets[rows] + ordinal)[keep]] = guessed[keep]
        return accepted


def unique_rows(keys: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows of an array of small numbers, and which of them each row is."""
    if (keys == keys[0]).all():
        return keys[:1], np.zeros(len(keys), np.int64)
    distinct, which = np.unique(keys, axis=0, return_inverse=True)
    return distinct, which.reshape(-1)


def _views(
    buffer: npt.NDArray[np.uint8], at: Ints, step: Run, layout: Layout, order: str
) -> Iterator[tuple[str, Callable[[], Column]]]:
    """Yield the fields of a run as views of one record array, gathered when the first is asked for."""
    made: list[Numbers] = []

    def field(index: int, is_bool: bool) -> Column:
        if not made:
            made.append(gather(buffer, at, _record(step.fields, layout, order)))
        values = made[0][f'f{index}']
        return values != 0 if is_bool else values

    for i, number in enumerate(step.fields):
        yield number.path, partial(field, i, number.code == '?')


def _mixed(
    buffer: npt.NDArray[np.uint8], at: Ints, residues: Ints, step: Run, order: str
) -> Iterator[tuple[str, Callable[[], Column]]]:
    """Yield the fields of a run that stands at several alignments: gathered by alignment, packed together."""
    made: list[Numbers] = []

    def field(index: int, is_bool: bool) -> Column:
        if not made:
            packed = np.empty(len(at), _record(step.fields, step.layouts[0], order))
            for residue in np.unique(residues).tolist():
                rows = np.flatnonzero(residues == residue)
                some = gather(buffer, at[rows], _record(step.fields, step.layouts[residue], order))
                for name in packed.dtype.names or ():
                    packed[name][rows] = some[name]
            made.append(packed)
        values = made[0][f'f{index}']
        return values != 0 if is_bool else values

    for i, number in enumerate(step.fields):
        yield number.path, partial(field, i, number.code == '?')


@lru_cache(maxsize=1024)
def _record(fields: tuple[NumberField, ...], layout: Layout, order: str) -> np.dtype[np.void]:
    formats = [
        np.dtype(('u1' if f.code == '?' else order + f.code, (f.count,) if f.count else ())) for f in fields
    ]
    names = [f'f{i}' for i in range(len(fields))]
    return np.dtype(
        {'names': names, 'formats': formats, 'offsets': layout.offsets, 'itemsize': layout.size}
    )


def _strings(buffer: npt.NDArray[np.uint8], starts: Ints, size: Ints, wide: int) -> Strings:
    if wide:
        return Strings(buffer, starts, size, wide)
    last = buffer[np.maximum(starts + size - 1, 0)]
    return Strings(buffer, starts, size - ((size > 0) & (last == 0)))


def _ragged(offsets: Ints, columns: Columns, single: bool) -> Ragged:
    return Ragged(offsets, columns.strings('') if single else columns)
