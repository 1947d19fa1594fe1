"""
Values of the user's own, without an archetype of Rerun's.

Their type is that of the first value: a viewer wants one type for a component.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.archetypes.archetype import Component, ComponentColumns
from rerun_bridge.sdk.archetypes.cells import cells_by_arrow_type
from rerun_bridge.sdk.archetypes.cells.arrow_items import as_arrow
from rerun_bridge.sdk.archetypes.cells.cells import Cells
from rerun_bridge.sdk.archetypes.cells.nesting import nesting
from rerun_bridge.sdk.arrow.exchange import is_pyarrow, of_pyarrow_type
from rerun_bridge.sdk.arrow.types import NULL, DataType
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.misuse import MISUSE, forgiving_constructor, misused

__all__ = ['AnyBatchValue', 'AnyValues', 'DynamicArchetype']


class _OwnComponent(Component):
    """A component of the user's, of the type of its first value."""

    def __init__(self, descriptor: ComponentDescriptor, arrow_type: DataType) -> None:
        super().__init__(descriptor.component_type or '', arrow_type)
        self.descriptor = descriptor

    @cached_property
    def cells(self) -> Cells:
        """By the Arrow type alone."""
        return cells_by_arrow_type(self)


_Key: TypeAlias = 'tuple[str, str | None, str | None]'
_KNOWN: dict[_Key, Component] = {}
"""The components logged so far, by what their descriptors say: the same one for the same."""


def _component(key: _Key, value: Any, drop: bool) -> Component | None:
    """Return the component of a value; None where it has no type yet and may be left out."""
    known = _KNOWN.get(key)
    if known is None:
        arrow_type = _arrow_type(value)
        if arrow_type is not None:
            made = _OwnComponent(ComponentDescriptor(*key), arrow_type)
            return _KNOWN.setdefault(key, made)
        if not drop:
            raise TypeError(f'{key[0]}: {value!r} has no type to log it with')
    return known


def _key(descriptor: str | ComponentDescriptor) -> _Key:
    if isinstance(descriptor, str):
        return descriptor, None, None
    return descriptor.component, descriptor.archetype, descriptor.component_type


def _arrow_type(value: Any) -> DataType | None:
    if value is None:
        return None
    array = value if is_pyarrow(value) else as_arrow(value)
    kind = of_pyarrow_type(array.type)
    return kind if array is value or (len(array) and kind != NULL) else None


def _is_nested(value: Any) -> bool:
    return isinstance(value, (list, tuple, np.ndarray)) and nesting(value) > 1


def _cells(key: _Key, value: Any, drop: bool) -> dict[Component, Any]:
    component = _component(key, value, drop)
    if component is None:
        return {}
    return {component: component.cells.empty if value is None else component.cell(value)}


def _column(key: _Key, value: Any, drop: bool) -> ComponentColumn | None:
    nested = _is_nested(value)
    some = next((row for row in value if len(row)), None) if nested else value
    component = _component(key, some, drop)
    if component is None:
        return None
    if nested:
        return component.rows([component.cell(row) for row in value])
    whole = component.rows([component.cell(value)]).lists
    return component.column(whole.values)


class AnyBatchValue:
    """
    Values of one component; ``log`` takes it.

    :param descriptor: its name, or also its archetype and type.
    :param value: numbers, texts, flags, bytes: one, or many in a list or array; or what
        pyarrow can make an array of.
    :param drop_untyped_nones: leave out what is None or empty before its type is known.
    :raises TypeError: the value is of another type than the first one of this name.
    """

    @forgiving_constructor
    def __init__(
        self,
        descriptor: str | ComponentDescriptor,
        value: Any,
        *,
        drop_untyped_nones: bool = True,
    ) -> None:
        self.cells = _cells(_key(descriptor), value, drop_untyped_nones)

    @staticmethod
    def column(
        descriptor: str | ComponentDescriptor, value: Any, *, drop_untyped_nones: bool = True
    ) -> ComponentColumn | None:
        """
        Return a column for ``send_columns``: a row for each item of the value.

        :returns: None where the value is left out.
        """
        return _column(_key(descriptor), value, drop_untyped_nones)


class DynamicArchetype:
    """
    Values of the user's own, together under one name.

    :param archetype: the name.
    :param components: values by their names.
    :param drop_untyped_nones: leave out what is None or empty before its type is known.
    """

    @forgiving_constructor
    def __init__(
        self,
        archetype: str,
        drop_untyped_nones: bool = True,
        components: Mapping[str, Any] | None = None,
    ) -> None:
        self._archetype: str | None = archetype
        self.cells: dict[Component, Any] = {}
        self._add(components or {}, drop_untyped_nones)

    def _add(
        self, values: Mapping[str, Any], drop: bool, component_type: str | None = None
    ) -> None:
        archetype = self._archetype
        for field, value in values.items():
            name = field if archetype is None else f'{archetype}:{field}'
            self.cells.update(_cells((name, archetype, component_type), value, drop))

    def with_component_from_data(
        self, descriptor: str, value: Any, *, drop_untyped_nones: bool = True
    ) -> DynamicArchetype:
        """Add a value; return the same object."""
        self._add({descriptor: value}, drop_untyped_nones)
        return self

    def with_component_override(
        self, field: str, component_type: str, value: Any, *, drop_untyped_nones: bool = True
    ) -> DynamicArchetype:
        """Add a value of a type with a name; return the same object."""
        self._add({field: value}, drop_untyped_nones, component_type)
        return self

    @classmethod
    def columns(
        cls,
        archetype: str,
        drop_untyped_nones: bool = True,
        components: Mapping[str, Any] | None = None,
    ) -> ComponentColumns:
        """Return columns for ``send_columns``: a row for each item of a value."""
        return _columns(archetype, components or {}, drop_untyped_nones)


class AnyValues(DynamicArchetype):
    """
    Values of the user's own, each by itself.

    :param drop_untyped_nones: leave out what is None or empty before its type is known.
    :param kwargs: values by their names.
    """

    @forgiving_constructor
    def __init__(self, drop_untyped_nones: bool = True, **kwargs: Any) -> None:
        self._archetype = None
        self.cells = {}
        self._add(kwargs, drop_untyped_nones)

    @classmethod
    def columns(cls, drop_untyped_nones: bool = True, **kwargs: Any) -> ComponentColumns:  # type: ignore[override]
        """Return columns for ``send_columns``: a row for each item of a value."""
        return _columns(None, kwargs, drop_untyped_nones)


def _columns(archetype: str | None, values: Mapping[str, Any], drop: bool) -> ComponentColumns:
    columns = []
    for field, value in values.items():
        name = field if archetype is None else f'{archetype}:{field}'
        try:
            column = _column((name, archetype, None), value, drop)
        except MISUSE as error:
            misused(error, 'columns')
            continue
        if column is not None:
            columns.append(column)
    return ComponentColumns(columns)
