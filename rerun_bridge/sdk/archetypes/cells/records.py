"""Records: structures of texts and numbers, rarely logged and of few values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from rerun_bridge.sdk.archetypes.cells.items import Items
from rerun_bridge.sdk.arrow.arrays import Array
from rerun_bridge.sdk.arrow.types import DataType

__all__ = ['Records']

RECORD_BYTES = 100


class Records(Items):
    """
    Cells of records: tuples of what pyarrow makes them of.

    :param name: of the component, for errors.
    :param arrow_type: of a record.
    :param read: makes the records of what a row is given; its errors are told with the name.
    """

    def __init__(
        self, name: str, arrow_type: DataType, read: Callable[[Any], Sequence[Any]]
    ) -> None:
        super().__init__(name)
        self._arrow_type = arrow_type
        self._read = read

    def cell(self, value: Any) -> tuple[Any, ...]:
        """Return the records of a row."""
        try:
            records = tuple(self._read(value))
            self.values([records])
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            raise TypeError(f'{self.name}: {error}') from None
        return records

    def values(self, cells: Sequence[tuple[Any, ...]]) -> Array:
        """Return all records."""
        import pyarrow as pa

        from rerun_bridge.sdk.arrow.exchange import from_pyarrow, to_pyarrow_type

        kind = to_pyarrow_type(self._arrow_type)
        return from_pyarrow(pa.array(chain.from_iterable(cells), kind))

    def size_bytes(self, cell: tuple[Any, ...]) -> int:
        """About how long they are."""
        return RECORD_BYTES * len(cell)
