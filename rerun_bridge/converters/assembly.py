"""Puts together what a converter draws, what is kept by reflection, and the frame they are in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.archetypes import CoordinateFrame, Scalars
from rerun_bridge.sdk.arrow.arrays import Array, concatenated
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.held_lists import held, hold

__all__ = ['assembled', 'has_frame', 'placed']

FIELDS = ('fields',)
FRAME = CoordinateFrame.frame.descriptor.component

Frames: TypeAlias = 'tuple[npt.NDArray[np.int32], tuple[str, ...]]'


def has_frame(part: EntityColumns) -> bool:
    """Tell whether a part says itself which frame it is in."""
    return any(column.descriptor.component == FRAME for column in part.components)


def _is_whole(part: EntityColumns) -> bool:
    """Tell whether a part has a row per message."""
    return part.rows is None and not part.static


def _is_own(part: EntityColumns) -> bool:
    """Tell whether a part is the topic's own entity, a row per message."""
    return not part.path and _is_whole(part)


def assembled(
    parts: Sequence[EntityColumns],
    kept: tuple[ComponentColumn, ...],
    frames: Frames | None,
    anchors: npt.NDArray[np.int64],
) -> list[EntityColumns]:
    """
    Return the parts with the kept components at the topic's own entity, in their frames.

    Held where they may be.

    :param parts: what a converter drew.
    :param kept: the fields it left out, one row per message.
    :param frames: of the messages' headers, codes and names; None where the type has no header.
    :param anchors: the rows where a held value stands.
    """
    result = placed(parts, kept, has_frames=frames is not None)
    result = [_finished(part, frames, anchors) for part in result]
    short = [_at_anchors(part, anchors) for part in result]
    return short if any(map(_is_whole, short)) else result  # somewhere all messages have a row


def placed(
    parts: Sequence[EntityColumns], kept: tuple[ComponentColumn, ...], *, has_frames: bool
) -> list[EntityColumns]:
    """Return the parts with the kept components at the entity where they stand."""
    result = list(parts)
    own = next((i for i, part in enumerate(result) if _is_own(part)), None)
    if own is not None and kept and _is_plot(result[own]):
        result.append(EntityColumns(kept, FIELDS))  # a plot draws every number of its entity
        kept = ()
    if own is None and (kept or has_frames):
        own = len(result)
        result.append(EntityColumns(()))
    if own is not None:
        whole = (*result[own].components, *kept)
        result[own] = replace(result[own], components=whole, in_header_frame=True)
    return result


def _is_plot(part: EntityColumns) -> bool:
    return any(column.descriptor == Scalars.scalars.descriptor for column in part.components)


def _at_anchors(part: EntityColumns, anchors: npt.NDArray[np.int64]) -> EntityColumns:
    """Return the rows that have anything, of a part that is held altogether."""
    if not _is_whole(part):
        return part
    nulls = len(part.components[0].lists) - len(anchors)
    if nulls == 0 or any(column.lists.null_count != nulls for column in part.components):
        return part
    taken = [_taken(column.lists, anchors) for column in part.components]
    if any(lists.null_count for lists in taken):
        return part
    components = zip(part.components, taken)
    return replace(
        part,
        components=tuple(ComponentColumn(each.descriptor, lists) for each, lists in components),
        rows=anchors,
    )


def _taken(lists: Array, rows: npt.NDArray[np.int64]) -> Array:
    return concatenated([lists.slice(row, 1) for row in rows.tolist()])


def _finished(
    part: EntityColumns, frames: Frames | None, anchors: npt.NDArray[np.int64]
) -> EntityColumns:
    columns = part.components
    may_hold = not part.static and part.rows is None
    if part.held and may_hold:
        columns = tuple(
            ComponentColumn(column.descriptor, hold(column.lists, anchors))
            if column.descriptor.component in part.held
            else column
            for column in columns
        )
    if frames is not None and part.in_header_frame and not has_frame(part):
        columns = (*columns, _frame_column(part, frames, anchors, may_hold))
    return part if columns is part.components else replace(part, components=columns)


def _frame_column(
    part: EntityColumns, frames: Frames, anchors: npt.NDArray[np.int64], may_hold: bool
) -> ComponentColumn:
    codes, names = frames
    if may_hold and len(names) == 1:
        return _held_frame(names[0], len(codes), tuple(anchors.tolist()))
    column = CoordinateFrame.frame.column(
        (codes if part.rows is None else codes[part.rows], names)
    )
    return ComponentColumn(column.descriptor, hold(column.lists, anchors)) if may_hold else column


@lru_cache(maxsize=1024)
def _held_frame(name: str, rows: int, anchors: tuple[int, ...]) -> ComponentColumn:
    """Remember the columns of what never changes: in small batches they would cost the most."""
    column = CoordinateFrame.frame.column([name])
    lists = held(column.lists, rows, np.array(anchors, np.int64))
    return ComponentColumn(column.descriptor, lists)
