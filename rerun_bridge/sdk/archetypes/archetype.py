"""What an archetype is made of: components with a name, a type and an Arrow type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.archetypes.instances import Values, instances
from rerun_bridge.sdk.arrow.types import DataType
from rerun_bridge.sdk.arrow_lists import constant_offsets, list_array
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.misuse import MISUSE, forgiving_constructor, misused
from rerun_bridge.sdk.scattered import scattered

if TYPE_CHECKING:
    from rerun_bridge.sdk.archetypes.cells.cells import Cell, Cells

__all__ = ['Archetype', 'Component', 'ComponentColumns']

Self = TypeVar('Self', bound='Archetype')

CELLS = 'rerun_bridge.sdk.archetypes.cells'
"""Loaded when the first row is logged: a conversion has columns and never needs it."""


class Component:
    """
    A component of an archetype; declared as a class attribute, it takes its name from there.

    :param component_type: without the ``rerun.components.`` before it.
    :param arrow_type: of one instance.
    """

    def __init__(self, component_type: str, arrow_type: DataType) -> None:
        self.component_type = component_type
        self.arrow_type = arrow_type

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the archetype's and the field's name."""
        self.descriptor = ComponentDescriptor(
            f'{owner.__name__}:{name}',
            f'rerun.archetypes.{owner.__name__}',
            f'rerun.components.{self.component_type}',
        )

    def __repr__(self) -> str:
        """Return which it is."""
        return f'Component({self.descriptor.component})'

    def column(
        self, values: Values, offsets: npt.NDArray[np.integer] | None = None
    ) -> ComponentColumn:
        """
        Return a column of this component.

        :param values: the instances of all rows one after the other. Numbers: shape (instances,)
            or (instances, k). Text: strings, or codes and the strings they stand for. Blobs:
            buffers, one per instance. Blobs and strips: all values, and the instances' offsets.
        :param offsets: shape (rows + 1,): row ``i`` has the instances ``offsets[i]`` to
            ``offsets[i + 1]``; None for one instance per row.
        :raises TypeError: the values are not of the component's type.
        :raises ValueError: they are not of its shape, or the offsets do not fit them.
        """
        if (blobs := scattered(self.arrow_type, values, offsets)) is not None:
            return ComponentColumn(self.descriptor, blobs)
        items = instances(values, self.arrow_type)
        if offsets is None:
            offsets = constant_offsets(len(items), 1)
        return ComponentColumn(self.descriptor, list_array(items, offsets))

    @cached_property
    def cells(self) -> Cells:
        """How the values of one row are kept until many rows become a column."""
        return import_module(CELLS).cells_of(self)  # type: ignore[no-any-return]

    @cached_property
    def cell(self) -> Callable[[Any], Cell]:
        """
        Return the values of one row, checked and copied: ``component.cell(values)``.

        :raises TypeError: they are not of the component's type.
        :raises ValueError: they are not of its shape.
        """
        return self.cells.cell

    @cached_property
    def cell_bytes(self) -> Callable[[Cell], int]:
        """About how much memory a cell takes: ``component.cell_bytes(cell)``."""
        return self.cells.size_bytes

    def rows(self, cells: Sequence[Cell | None]) -> ComponentColumn:
        """
        Return a column of many rows.

        :param cells: of each row; None where it did not log this component.
        """
        kind, logged = self.cells, None
        if apart := getattr(kind, 'apart', None):  # blobs
            blobs = scattered(self.arrow_type, apart(cells), None)
            if blobs is not None:
                return ComponentColumn(self.descriptor, blobs)
        given = [cell for cell in cells if cell is not None]
        counts = np.zeros(len(cells) + 1, np.int64)
        if len(given) == len(cells):
            counts[1:] = kind.counts(given)
        else:
            logged = np.array([cell is not None for cell in cells])
            counts[1:][logged] = kind.counts(given)
        offsets = np.cumsum(counts)
        items = instances(kind.values(given), self.arrow_type)
        return ComponentColumn(self.descriptor, list_array(items, offsets, logged=logged))


class ComponentColumns(tuple[ComponentColumn, ...]):
    """Columns of the components of an archetype, all with as many rows."""

    __slots__ = ()

    def partition(self, lengths: npt.ArrayLike) -> ComponentColumns:
        """
        Return the same values with other rows.

        :param lengths: how many instances each row has.
        :raises ValueError: they are more or fewer than the columns have.
        """
        offsets = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))])
        columns = []
        for column in self:
            values = column.lists.values
            if offsets[-1] != len(values):
                name, total = column.descriptor.component, offsets[-1]
                raise ValueError(f'{name}: {len(values)} values, but lengths for {total}')
            columns.append(ComponentColumn(column.descriptor, list_array(values, offsets)))
        return ComponentColumns(columns)


class Archetype:
    """
    Components that belong together; what ``log`` takes.

    :ivar cells: the values of those that were given.
    """

    components: ClassVar[dict[str, Component]] = {}
    """Of the class, by field, in the order of their declaration."""
    _fields: ClassVar[tuple[tuple[str, Component], ...]] = ()
    cells: dict[Component, Cell]

    def __init_subclass__(cls, *, is_forgiving: bool = False) -> None:
        """
        List the components; have constructors that are called wrongly warn.

        :param is_forgiving: that does so by itself.
        """
        if '__init__' in vars(cls) and not is_forgiving:
            cls.__init__ = forgiving_constructor(cls.__init__)  # type: ignore[method-assign]
        cls._fields = tuple(
            [(name, value) for name, value in vars(cls).items() if isinstance(value, Component)]
        )
        cls.components = dict(cls._fields)

    def _log(self, values: dict[str, Any], **derived: Any) -> None:
        """
        Keep the values that are given.

        :param values: by field, and whatever else the constructor's ``locals()`` hold.
        :param derived: fields that are made of several arguments, or are named otherwise.
        """
        if derived:
            values = {**values, **derived}
        self.cells = cells = {}
        for name, component in self._fields:
            value = values[name]
            if value is not None:
                cells[component] = component.cell(value)

    def __repr__(self) -> str:
        """Return which fields it has."""
        fields = [name for name, component in self._fields if component in self.cells]
        return f'{type(self).__name__}({", ".join(fields)})'

    def _with_cells_of(self: Self, other: Archetype) -> Self:
        """Take over what is not given here from an archetype with the same fields."""
        for name, component in other._fields:
            mine = self.components.get(name)
            if mine is not None and mine not in self.cells and component in other.cells:
                self.cells[mine] = other.cells[component]
        return self

    @classmethod
    def from_fields(cls: type[Self], *, clear_unset: bool = False, **fields: Any) -> Self:
        """
        Return an archetype of some of its fields, to update what was logged before.

        :param clear_unset: empty those that are not given.
        :raises TypeError: there is no field of such a name.
        """
        made = cls.__new__(cls)
        made._log_fields(clear_unset, fields)
        return made

    @forgiving_constructor
    def _log_fields(self, clear_unset: bool, fields: dict[str, Any]) -> None:
        given = dict(self._named(fields))
        self.cells = {
            component: given.get(component, component.cells.empty)
            for component in self.components.values()
            if clear_unset or component in given
        }

    @classmethod
    def cleared(cls: type[Self]) -> Self:
        """Return an archetype that empties all its fields."""
        return cls.from_fields(clear_unset=True)

    @classmethod
    def columns(cls, **fields: Any) -> ComponentColumns:
        """
        Return columns for ``send_columns``: one instance per row, else ``.partition(lengths)``.

        :param fields: the values of all rows, one after the other.
        :raises TypeError: there is no field of such a name.
        """
        columns = []
        try:
            for component, cell in cls._named(fields):
                items = instances(component.cells.values([cell]), component.arrow_type)
                columns.append(component.column(items))
        except MISUSE as error:
            misused(error, f'{cls.__name__}.columns')
            return ComponentColumns()
        return ComponentColumns(columns)

    @classmethod
    def _named(cls, fields: dict[str, Any]) -> Iterator[tuple[Component, Cell]]:
        for name, values in fields.items():
            component = cls.components.get(name)
            if component is None:
                known = ', '.join(cls.components)
                raise TypeError(f'{cls.__name__} has no field {name!r}; it has {known}')
            if values is not None:
                yield component, component.cell(values)
