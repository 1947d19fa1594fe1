"""
Run by the judge's Python.

Compares every field of every message of a bag with a recording made of it.

``compare_bag.py BAG RECORDING`` reads the bag with rosbags and the recording with rerun's own
reader, and prints one JSON object: how many values were compared per topic, and the first
differences. A field is looked for

* among the reflected components ``<pkg>.msg.<Type>:<path>`` of the topic's entity, exactly, or
* where :data:`DRAWN` says that the drawn components carry it, after the rounding of the component.

Anything that is found in neither place counts as a difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from rerun.chunk import RrdReader

Cell = Any
"""A row's list of instances as Python values, or None."""


class Entity:
    """
    The rows of one entity by component, in the order they were logged.

    Held values filled in.
    """

    def __init__(self) -> None:
        self.cells: dict[str, list[Cell]] = defaultdict(list)

    def add(self, batch: pa.RecordBatch) -> None:
        """
        Append the rows of a chunk.

        A component with nulls has one value, which stands for all rows.
        """
        for field, column in zip(batch.schema, batch.columns):
            if (field.metadata or {}).get(b'rerun:kind') != b'data':
                continue
            cells = cells_of(column)
            if column.null_count:
                values = [cell for cell in cells if cell is not None]
                cells = [values[0]] * len(cells)
            self.cells[field.metadata[b'rerun:component'].decode()].extend(cells)


def cells_of(column: pa.Array) -> list[Cell]:
    """Return the instances of each row: numpy arrays for numbers, Python values for the rest."""
    values = column.values
    offsets = np.asarray(column.offsets)
    flat, width = values, ()
    while pa.types.is_fixed_size_list(flat.type):
        width = (*width, flat.type.list_size)
        flat = flat.flatten()
    if pa.types.is_primitive(flat.type) and not pa.types.is_boolean(flat.type):
        numbers = flat.to_numpy(zero_copy_only=False).reshape(-1, *width)
        rows = [numbers[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    elif pa.types.is_list(flat.type) and pa.types.is_primitive(flat.type.value_type):
        inner = np.asarray(flat.offsets)
        numbers = flat.values.to_numpy(zero_copy_only=False)
        lists = [numbers[a:b] for a, b in zip(inner[:-1], inner[1:])]
        rows = [lists[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    else:
        python = values.to_pylist()
        rows = [python[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    return [row if ok else None for row, ok in zip(rows, valid)]


def read_recording(path: str) -> dict[str, Entity]:
    """Return the entities of a recording by path."""
    entities: dict[str, Entity] = defaultdict(Entity)
    for chunk in RrdReader(path).store().stream():
        entities[chunk.entity_path].add(chunk.to_record_batch())
    return entities


# ------------------------------------------------------------------ what rosbags decodes


def leaves(store: Any, type_name: str, prefix: str = '') -> Iterator[tuple[str, bool]]:
    """Yield the dotted path of every member that is a number or string, through sequences too."""
    for name, (kind, detail) in store.fielddefs[type_name][1]:
        path = prefix + name
        if kind == 1:
            yield path, detail[0] == 'string'
        elif kind == 2:
            yield from leaves(store, detail, path + '.')
        elif detail[0][0] == 1:
            yield path, detail[0][1][0] == 'string'
        else:
            yield from leaves(store, detail[0][1], path + '.')


def value_of(message: Any, path: str) -> Any:
    """Return a member by dotted path; of a sequence of messages a list of its members' values."""
    head, _, rest = path.partition('.')
    value = getattr(message, head)
    if not rest:
        return value
    if isinstance(value, list):
        return [value_of(element, rest) for element in value]
    return value_of(value, rest)


def same(expected: Any, found: Any) -> bool:
    """
    Compare values, numbers after the rounding of the component that holds them.

    NaN equals NaN.
    """
    if isinstance(expected, str) or isinstance(found, str):
        return bool(expected == found)
    if isinstance(expected, list) and expected and isinstance(expected[0], (list, str)):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, list) and expected and isinstance(expected[0], np.ndarray):
        return len(expected) == len(found) and all(map(same, expected, found))
    left, right = np.asarray(expected), np.asarray(found)
    if left.size != right.size:
        return False
    if right.dtype.kind == 'f':
        left = left.astype(right.dtype)
        equal = (left == right.reshape(left.shape)) | (
            np.isnan(left) & np.isnan(right.reshape(left.shape))
        )
        return bool(np.all(equal))
    return bool(np.all(left == right.reshape(left.shape)))


def one(cell: Cell, is_list: bool) -> Any:
    """Return the value of a row: a list as it is, else its only instance."""
    return cell if is_list else cell[0]


# ------------------------------------------------------- where drawn components carry a field

Row = Callable[[Any], Any]


class Drawn:
    """
    A drawn component and what it should hold.

    :param paths: the fields it carries.
    :param child: the entity below the topic's.
    :param cell: message to the instances of its row; None where it has no row.
    """

    def __init__(self, component: str, paths: str, cell: Row, child: str = '') -> None:
        self.component, self.paths, self.cell, self.child = component, paths.split(), cell, child


def xyz(v: Any) -> list[float]:
    """Return a vector."""
    return [v.x, v.y, v.z]


def xyzw(q: Any) -> list[float]:
    """Return a quaternion."""
    return [q.x, q.y, q.z, q.w]


def pose(get: Row, path: str) -> list[Drawn]:
    """Return what carries a pose."""
    return [
        Drawn(
            'InstancePoses3D:translations', f'{path}.position', lambda m: [xyz(get(m).position)]
        ),
        Drawn(
            'InstancePoses3D:quaternions',
            f'{path}.orientation',
            lambda m: [xyzw(get(m).orientation)],
        ),
    ]
