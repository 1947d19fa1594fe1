"""Cells by component: which kind keeps the rows of which."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from rerun_bridge.sdk.archetypes import enums
from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BLOB,
    BOOL,
    IMAGE_FORMAT,
    UTF8,
)
from rerun_bridge.sdk.archetypes.cells.axis_angles import AxisAngles
from rerun_bridge.sdk.archetypes.cells.blobs import Blobs
from rerun_bridge.sdk.archetypes.cells.cells import Cells
from rerun_bridge.sdk.archetypes.cells.choices import Choices
from rerun_bridge.sdk.archetypes.cells.colors import Colors
from rerun_bridge.sdk.archetypes.cells.flags import Flags
from rerun_bridge.sdk.archetypes.cells.image_formats import ImageFormats
from rerun_bridge.sdk.archetypes.cells.matrices import Matrices
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.cells.strips import Strips
from rerun_bridge.sdk.archetypes.cells.texts import Texts
from rerun_bridge.sdk.archetypes.instances import DTYPES

__all__ = ['cells_of']

BY_COMPONENT_TYPE: dict[str, Callable[[str], Cells]] = {
    'AlbedoFactor': Colors,
    'Color': Colors,
    'PinholeProjection': Matrices,
    'TransformMat3x3': Matrices,
}
BY_ARROW_TYPE: tuple[tuple[pa.DataType, Callable[[str], Cells]], ...] = (
    (UTF8, Texts),
    (BLOB, Blobs),
    (BOOL, Flags),
    (AXIS_ANGLE, AxisAngles),
    (IMAGE_FORMAT, ImageFormats),
)


def cells_of(component: Component) -> Cells:
    """Return the cells of a component: by its type's meaning, else by its Arrow type."""
    kind, name = component.arrow_type, component.descriptor.component
    if component.component_type in BY_COMPONENT_TYPE:
        return BY_COMPONENT_TYPE[component.component_type](name)
    enum = getattr(enums, component.component_type, None)
    if enum is not None:
        return Choices(name, enum, DTYPES[kind])
    for arrow_type, cells in BY_ARROW_TYPE:
        if kind.equals(arrow_type):
            return cells(name)
    if pa.types.is_list(kind):
        return Strips(name, DTYPES[kind.value_type.value_type], kind.value_type.list_size)
    if pa.types.is_fixed_size_list(kind):
        return Numbers(name, DTYPES[kind.value_type], kind.list_size)
    return Numbers(name, DTYPES[kind])
