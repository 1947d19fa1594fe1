"""
Cells by component: which kind keeps the rows of which.

A kind is loaded with the first component that needs it: a program logs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from rerun_bridge.sdk import archetypes
from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BLOB,
    BOOL,
    IMAGE_FORMAT,
    PAIR,
    TENSOR,
    UTF8,
)
from rerun_bridge.sdk.archetypes.cells.cells import Cells
from rerun_bridge.sdk.arrow.types import DataType, number

__all__ = ['MODULES', 'cells_by_arrow_type', 'cells_of']

BY_COMPONENT_TYPE = {
    'AlbedoFactor': 'colors.Colors',
    'Color': 'colors.Colors',
    'PinholeProjection': 'matrices.Matrices',
    'Timestamp': 'times.Times',
    'TransformMat3x3': 'matrices.Matrices',
    'VideoTimestamp': 'times.Times',
    'ViewCoordinates': 'axes.Axes',
    'AnnotationContext': 'read_records.annotation_cells',
    'ChannelMessageCounts': 'read_records.count_cells',
    'KeyValuePairs': 'read_records.pair_cells',
}
"""Where the same Arrow type means different things."""

BY_ARROW_TYPE: tuple[tuple[DataType, str], ...] = (
    (UTF8, 'texts.Texts'),
    (BLOB, 'blobs.Blobs'),
    (BOOL, 'flags.Flags'),
    (AXIS_ANGLE, 'axis_angles.AxisAngles'),
    (IMAGE_FORMAT, 'image_formats.ImageFormats'),
    (PAIR, 'pairs.Pairs'),
    (TENSOR, 'tensors.Tensors'),
)
CHOICES, STRIPS, NUMBERS = 'choices.Choices', 'strips.Strips', 'numbers.Numbers'
ENUMS = frozenset(archetypes.MODULES['enums'].split())

MODULES = frozenset(
    place.split('.')[0]
    for place in (
        *BY_COMPONENT_TYPE.values(),
        *(place for _, place in BY_ARROW_TYPE),
        *(CHOICES, STRIPS, NUMBERS),
    )
)
"""Where the kinds are."""


def cells_of(component: Component) -> Cells:
    """Return the cells of a component: by its type's meaning, else by its Arrow type."""
    kind, name = component.arrow_type, component.descriptor.component
    place = BY_COMPONENT_TYPE.get(component.component_type)
    if place is not None:
        return _made(place, name)
    if component.component_type in ENUMS:
        enum = getattr(archetypes, component.component_type)
        return _made(CHOICES, name, enum, _dtype(kind))
    for arrow_type, place in BY_ARROW_TYPE:
        if kind == arrow_type:
            return _made(place, name)
    if kind.name == 'list':
        return _made(STRIPS, name, _dtype(kind.value_type.value_type), kind.value_type.size)
    shape: tuple[int, ...] = ()
    while kind.name == 'vector':
        kind, shape = kind.value_type, (*shape, kind.size)
    return _made(NUMBERS, name, _dtype(kind), shape)


def _made(place: str, *args: Any) -> Cells:
    """Return what is made by something in a module of this package."""
    module, _, name = place.partition('.')
    made: Cells = getattr(import_module(f'{__name__}.{module}'), name)(*args)
    return made


def _dtype(kind: DataType) -> np.dtype[Any]:
    assert kind.dtype is not None, f'{kind} is no number'
    return kind.dtype


def cells_by_arrow_type(component: Component) -> Cells:
    """Return the cells of a component that is none of Rerun's."""
    kind, name = component.arrow_type, component.descriptor.component
    if kind == UTF8:
        return _made('texts.Texts', name)
    if kind == BOOL:
        return _made('flags.Flags', name)
    if kind.dtype is not None and kind.dtype.kind in 'iuf' and kind == number(kind.dtype):
        return _made(NUMBERS, name, kind.dtype)
    return _made('arrow_items.ArrowItems', name, kind)  # it loads pyarrow
