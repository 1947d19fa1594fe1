"""Cells by component: which kind keeps the rows of which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes import enums
from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    ANNOTATIONS,
    AXIS_ANGLE,
    BLOB,
    BOOL,
    CHANNEL_COUNTS,
    IMAGE_FORMAT,
    PAIR,
    PAIRS,
    TENSOR,
    UTF8,
)
from rerun_bridge.sdk.archetypes.cells.axes import Axes
from rerun_bridge.sdk.archetypes.cells.axis_angles import AxisAngles
from rerun_bridge.sdk.archetypes.cells.blobs import Blobs
from rerun_bridge.sdk.archetypes.cells.cells import Cells
from rerun_bridge.sdk.archetypes.cells.choices import Choices
from rerun_bridge.sdk.archetypes.cells.colors import Colors
from rerun_bridge.sdk.archetypes.cells.flags import Flags
from rerun_bridge.sdk.archetypes.cells.image_formats import ImageFormats
from rerun_bridge.sdk.archetypes.cells.matrices import Matrices
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.cells.pairs import Pairs
from rerun_bridge.sdk.archetypes.cells.read_records import (
    read_annotations,
    read_counts,
    read_pairs,
)
from rerun_bridge.sdk.archetypes.cells.records import Records
from rerun_bridge.sdk.archetypes.cells.strips import Strips
from rerun_bridge.sdk.archetypes.cells.tensors import Tensors
from rerun_bridge.sdk.archetypes.cells.texts import Texts
from rerun_bridge.sdk.archetypes.cells.times import Times
from rerun_bridge.sdk.arrow.types import DataType, number

__all__ = ['cells_by_arrow_type', 'cells_of']

BY_COMPONENT_TYPE: dict[str, Callable[[str], Cells]] = {
    'AlbedoFactor': Colors,
    'Color': Colors,
    'PinholeProjection': Matrices,
    'Timestamp': Times,
    'TransformMat3x3': Matrices,
    'VideoTimestamp': Times,
    'ViewCoordinates': Axes,
    'AnnotationContext': lambda name: Records(name, ANNOTATIONS, read_annotations),
    'ChannelMessageCounts': lambda name: Records(name, CHANNEL_COUNTS, read_counts),
    'KeyValuePairs': lambda name: Records(name, PAIRS, read_pairs),
}
"""Where the same Arrow type means different things."""

BY_ARROW_TYPE: tuple[tuple[DataType, Callable[[str], Cells]], ...] = (
    (UTF8, Texts),
    (BLOB, Blobs),
    (BOOL, Flags),
    (AXIS_ANGLE, AxisAngles),
    (IMAGE_FORMAT, ImageFormats),
    (PAIR, Pairs),
    (TENSOR, Tensors),
)


def cells_of(component: Component) -> Cells:
    """Return the cells of a component: by its type's meaning, else by its Arrow type."""
    kind, name = component.arrow_type, component.descriptor.component
    made = BY_COMPONENT_TYPE.get(component.component_type)
    if made is not None:
        return made(name)
    enum = getattr(enums, component.component_type, None)
    if enum is not None:
        return Choices(name, enum, _dtype(kind))
    for arrow_type, cells in BY_ARROW_TYPE:
        if kind == arrow_type:
            return cells(name)
    if kind.name == 'list':
        return Strips(name, _dtype(kind.value_type.value_type), kind.value_type.size)
    shape: tuple[int, ...] = ()
    while kind.name == 'vector':
        kind, shape = kind.value_type, (*shape, kind.size)
    return Numbers(name, _dtype(kind), shape)


def _dtype(kind: DataType) -> np.dtype[Any]:
    assert kind.dtype is not None, f'{kind} is no number'
    return kind.dtype


def cells_by_arrow_type(component: Component) -> Cells:
    """Return the cells of a component that is none of Rerun's."""
    kind, name = component.arrow_type, component.descriptor.component
    if kind == UTF8:
        return Texts(name)
    if kind == BOOL:
        return Flags(name)
    if kind.dtype is not None and kind.dtype.kind in 'iuf' and kind == number(kind.dtype):
        return Numbers(name, kind.dtype)
    from rerun_bridge.sdk.archetypes.cells.arrow_items import ArrowItems  # it loads pyarrow

    return ArrowItems(name, kind)
