"""
What the messages of several channels became together, cut apart again.

Channels of one type are drawn as one: ten messages cost a converter as much as a thousand. What
the rows of each then share is found for all of them at once, and remembered from batch to batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.converters.assembly import has_frame, placed
from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.converters.generic import KeptField
from rerun_bridge.sdk.archetypes import CoordinateFrame
from rerun_bridge.sdk.arrow.arrays import Array
from rerun_bridge.sdk.arrow_lists import coded_texts, constant_offsets, list_array
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.even_lists import EvenLists
from rerun_bridge.sdk.held_lists import held, hold

__all__ = ['FIRST_ROW', 'Cutting', 'NotToBeCutError']

FIRST_ROW = np.zeros(1, np.int64)
"""The rows of a part whose rows all have one value."""
MOST_REMEMBERED = 4096

Texts: TypeAlias = 'tuple[npt.NDArray[np.int32], tuple[str, ...]]'
Ints: TypeAlias = 'npt.NDArray[np.int64]'


class NotToBeCutError(Exception):
    """Rows of which it cannot be told whose they are."""


class _Column(Protocol):
    """A component over the rows of all channels."""

    descriptor: ComponentDescriptor

    def is_held(self, run: int) -> bool:
        """Tell whether the rows of a channel have one value, which is stored once."""

    def cut(self, run: int) -> ComponentColumn:
        """Return the rows of a channel."""

    def one(self, run: int) -> ComponentColumn:
        """Return the value that the rows of a channel share, as one row."""


class Cutting:
    """Cuts what a converter made of many channels; remembers what is the same every time."""

    def __init__(self) -> None:
        self._held: dict[ComponentDescriptor, dict[object, ComponentColumn]] = {}

    def runs(
        self,
        parts: Sequence[EntityColumns],
        kept: Sequence[KeptField],
        frames: Texts | None,
        bounds: Ints,
    ) -> list[list[EntityColumns]]:
        """
        Return the parts of each channel, as :func:`.assembly.assembled` does.

        :param parts: what the converter drew of the messages of all channels, one channel after
            the other, each in the order of time.
        :param kept: the fields that it left out.
        :param frames: of the messages' headers, codes and names; None where the type has none.
        :param bounds: int64, shape (channels + 1,): where the messages of each begin.
        :raises NotToBeCutError: a part has rows of no message, or not in order.
        """
        fields = {each.descriptor.component: each for each in kept}
        columns = tuple(ComponentColumn(each.descriptor, each.lists) for each in kept)
        entities = [
            _Entity(self, part, fields, frames, bounds)
            for part in placed(parts, columns, has_frames=frames is not None)
        ]
        result = []
        for run in range(len(bounds) - 1):
            short = [each.is_short(run) for each in entities]
            # somewhere all messages have a row
            may_be_short = any(e.is_whole and not s for e, s in zip(entities, short))
            cut = [e.cut(run, is_short=s and may_be_short) for e, s in zip(entities, short)]
            result.append([part for part in cut if part is not None])
        return result

    def remembered(self, descriptor: ComponentDescriptor) -> dict[object, ComponentColumn]:
        """Return the columns of a component that were made before."""
        held = self._held.setdefault(descriptor, {})
        if len(held) >= MOST_REMEMBERED:
            held.clear()
        return held


class _Entity:
    """A part, its columns ready to be cut."""

    def __init__(
        self,
        cutting: Cutting,
        part: EntityColumns,
        fields: dict[str, KeptField],
        frames: Texts | None,
        bounds: Ints,
    ) -> None:
        if part.static:
            raise NotToBeCutError
        self._part = part
        self.is_whole = part.rows is None
        if part.rows is not None:
            if (part.rows[1:] < part.rows[:-1]).any():
                raise NotToBeCutError
            self._bounds, bounds = bounds, np.searchsorted(part.rows, bounds)
        self._rows = bounds.tolist()
        self._columns = [
            self._column(cutting, each, fields.get(each.descriptor.component), bounds)
            for each in part.components
        ]
        if frames is not None and part.in_header_frame and not has_frame(part):
            codes, names = frames
            if part.rows is not None:
                codes = codes[part.rows]
            frame = CoordinateFrame.frame.column((codes, names))
            self._columns.append(
                _TextColumn(cutting, frame, (codes, names), bounds, self.is_whole)
            )

    def _column(
        self, cutting: Cutting, column: ComponentColumn, field: KeptField | None, bounds: Ints
    ) -> _Column:
        may_be_held = column.descriptor.component in self._part.held
        if field is not None:
            may_be_held = field.may_be_held
            if field.texts is not None:
                return _TextColumn(cutting, column, field.texts, bounds, may_be_held)
        may_be_held = may_be_held and self.is_whole
        if len(column.lists) != self._rows[-1]:
            raise NotToBeCutError
        even, by_bytes = EvenLists.of(column.lists), field is not None and field.by_bytes
        if even is None or (may_be_held and not by_bytes and even.has_nan):
            return _OtherColumn(column, bounds, may_be_held)
        return _EvenColumn(cutting, column.descriptor, even, bounds, may_be_held)

    def is_short(self, run: int) -> bool:
        """Tell whether nothing of a channel's rows but the first has anything."""
        start, stop = self._rows[run : run + 2]
        return (
            self.is_whole and stop - start > 1 and all(each.is_held(run) for each in self._columns)
        )

    def cut(self, run: int, *, is_short: bool) -> EntityColumns | None:
        """
        Return the rows of a channel; None where it has none.

        :param is_short: only the first.
        """
        part, (start, stop) = self._part, self._rows[run : run + 2]
        if start == stop:
            return None
        rows, stamps = part.rows, part.stamps_ns
        if is_short:
            components = tuple([each.one(run) for each in self._columns])
            rows, stop = FIRST_ROW, start + 1
        else:
            components = tuple([each.cut(run) for each in self._columns])
            if rows is not None:
                rows = rows[start:stop] - self._bounds[run]
        if stamps is not None:
            stamps = stamps[start:stop]
        return EntityColumns(
            components, part.path, rows, stamps, False, part.held, part.in_header_frame
        )


def _same_within(is_as_before: npt.NDArray[np.bool_], bounds: Ints) -> list[bool]:
    """Tell of each run whether none of its rows differs from the one before it."""
    same = is_as_before.copy()
    same[bounds[:-1]] = True
    found: list[bool] = np.logical_and.reduceat(same, bounds[:-1]).tolist()
    return found


class _EvenColumn:
    """Numbers, as many in every row."""

    def __init__(
        self,
        cutting: Cutting,
        descriptor: ComponentDescriptor,
        even: EvenLists,
        bounds: Ints,
        may_be_held: bool,
    ) -> None:
        self.descriptor = descriptor
        self._remembered = cutting.remembered(descriptor)
        self._even, self._rows = even, bounds.tolist()
        self._is_same = _same_within(even.is_as_before, bounds) if may_be_held else None

    def is_held(self, run: int) -> bool:
        """Tell whether all rows have one value."""
        return self._is_same is not None and self._is_same[run]

    def cut(self, run: int) -> ComponentColumn:
        """Return the rows of a run, held where they may be."""
        start, stop = self._rows[run : run + 2]
        if self.is_held(run) and stop - start > 1:
            return self._held(start, stop - start)
        return ComponentColumn(self.descriptor, self._even.cut(start, stop))

    def one(self, run: int) -> ComponentColumn:
        """Return the first row of a run."""
        return self._held(self._rows[run], 1)

    def _held(self, start: int, rows: int) -> ComponentColumn:
        key = self._even.rows[start].tobytes(), rows
        found = self._remembered.get(key)
        if found is None:
            found = self._remembered[key] = _held(self.descriptor, self._even.one(start), rows)
        return found


class _TextColumn:
    """One text in every row."""

    def __init__(
        self,
        cutting: Cutting,
        column: ComponentColumn,
        texts: Texts,
        bounds: Ints,
        may_be_held: bool,
    ) -> None:
        self.descriptor = column.descriptor
        self._remembered = cutting.remembered(column.descriptor)
        self._lists, self._rows = column.lists, bounds.tolist()
        self._codes, self._names = texts
        self._is_same = None
        if may_be_held:
            is_as_before = np.ones(len(self._codes), np.bool_)
            np.equal(self._codes[1:], self._codes[:-1], out=is_as_before[1:])
            self._is_same = _same_within(is_as_before, bounds)

    def is_held(self, run: int) -> bool:
        """Tell whether all rows have one text."""
        return self._is_same is not None and self._is_same[run]

    def cut(self, run: int) -> ComponentColumn:
        """Return the rows of a run, held where they may be."""
        start, stop = self._rows[run : run + 2]
        if self.is_held(run):
            return self._held(start, stop - start)
        return ComponentColumn(self.descriptor, self._lists.slice(start, stop - start))

    def one(self, run: int) -> ComponentColumn:
        """Return the first row of a run."""
        return self._held(self._rows[run], 1)

    def _held(self, start: int, rows: int) -> ComponentColumn:
        text = self._names[self._codes[start]]
        found = self._remembered.get((text, rows))
        if found is None:
            found = self._remembered[text, rows] = _held(self.descriptor, _text(text), rows)
        return found


class _OtherColumn:
    """Lists of any length."""

    def __init__(self, column: ComponentColumn, bounds: Ints, may_be_held: bool) -> None:
        self.descriptor = column.descriptor
        self._rows = bounds.tolist()
        self._lists = column.lists
        self._may_be_held = may_be_held

    def is_held(self, run: int) -> bool:
        """Tell whether all rows have one value."""
        if not self._may_be_held:
            return False
        lists = self._slice(run)
        return hold(lists, FIRST_ROW) is not lists

    def cut(self, run: int) -> ComponentColumn:
        """Return the rows of a run, held where they may be."""
        lists = self._slice(run)
        return ComponentColumn(
            self.descriptor, hold(lists, FIRST_ROW) if self._may_be_held else lists
        )

    def one(self, run: int) -> ComponentColumn:
        """Return the first row of a run."""
        return ComponentColumn(self.descriptor, self._lists.slice(self._rows[run], 1))

    def _slice(self, run: int) -> Any:
        start, stop = self._rows[run : run + 2]
        return self._lists.slice(start, stop - start)


def _text(text: str) -> Array:
    return list_array(coded_texts(FIRST_ROW, (text,)), constant_offsets(1, 1))


def _held(descriptor: ComponentDescriptor, one: Array, rows: int) -> ComponentColumn:
    """Return a column that has a value at its first row, and null elsewhere."""
    return ComponentColumn(descriptor, held(one, rows, FIRST_ROW) if rows > 1 else one)
