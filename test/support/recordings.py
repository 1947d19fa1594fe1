"""What recordings hold, row by row, whatever the chunks they came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.chunk import Chunk
from test.support.chunks import chunks_of

__all__ = ['Rows', 'chunks_in', 'rows_of', 'same_cells']

Cell: TypeAlias = 'tuple[object, ...] | None'
Rows: TypeAlias = dict[str, dict[str, list[Cell]]]
"""Entity and component to what a viewer shows at the time of each row."""

_Row = tuple[int, bytes, dict[str, Cell]]


def chunks_in(path: Path) -> list[Chunk]:
    """Return the chunks of a file."""
    return chunks_of(path.read_bytes())


def rows_of(chunks: Iterable[Chunk]) -> Rows:
    """
    Return what is shown at each row: its own value, else the latest before it.

    Rows are in the order of ``ros_time``; a static entity has its newest row alone.
    """
    entities: dict[str, list[_Row]] = defaultdict(list)
    for chunk in chunks:
        times = [column.values for column in chunk.times if column.timeline.name == 'ros_time']
        lists = {each.descriptor.component: each.lists.to_pyarrow() for each in chunk.components}
        for row in range(len(chunk)):
            cells = {component: _cell(values[row]) for component, values in lists.items()}
            time_ns = int(times[0][row]) if times else 0
            entities[str(chunk.entity_path)].append((time_ns, chunk.row_ids[row].tobytes(), cells))
    return {path: _shown(sorted(rows, key=lambda row: row[:2])) for path, rows in entities.items()}


def same_cells(one: list[Cell], other: list[Cell]) -> bool:
    """
    Tell whether two columns show the same.

    What all rows of a chunk share may be there once per chunk, however many chunks there are.
    """
    if len(one) != len(other):
        one, other = ([cell for cell, _ in groupby(cells)] for cells in (one, other))
    return one == other


def _shown(rows: list[_Row]) -> dict[str, list[Cell]]:
    names = {name for _, _, cells in rows for name in cells}
    shown: dict[str, list[Cell]] = {name: [] for name in sorted(names)}
    is_static = all(time_ns == 0 for time_ns, _, _ in rows)
    for _, _, cells in rows:
        for name, column in shown.items():
            cell = cells.get(name)
            column.append(column[-1] if cell is None and column else cell)
    return {name: column[-1:] for name, column in shown.items()} if is_static else shown


def _cell(scalar: pa.ListScalar) -> Cell:
    if not scalar.is_valid:
        return None
    values = scalar.values
    shape = [len(values)]
    while pa.types.is_nested(values.type) and not pa.types.is_struct(values.type):
        values = values.flatten()
        shape.append(len(values))
    if pa.types.is_primitive(values.type) and not pa.types.is_boolean(values.type):
        numbers = values.to_numpy(zero_copy_only=False)
        data = np.ascontiguousarray(numbers).tobytes()
        return (*shape, str(values.type), data if len(data) < 64 else hash(data))
    return (*shape, str(values.type), *map(str, values.to_pylist()))
