"""
What no converter draws.

Every field kept by reflection, and messages that cannot be read kept as bytes.

A field becomes a component of the topic's entity, named ``<pkg>.msg.<Type>:<dotted.path>``: a
number is a number, a sequence a list, a sequence of messages a list per member, nested as deep as
the message is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Numbers, Ragged, Spans, Strings, is_constant, packed
from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.arrays import Array
from rerun_bridge.sdk.arrow_lists import (
    coded_texts,
    constant_offsets,
    list_array,
    number_array,
)
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.held_lists import held, hold

__all__ = ['KeptField', 'kept_components', 'kept_fields', 'loses_precision', 'raw_component']

REMEMBERED_BYTES = 512
LARGEST_SAFE = 16_384.0
"""Below this no float32 is more than 0.5 mm from its float64."""

RAW = ComponentDescriptor('rerun_bridge.RawMessage:data', 'rerun_bridge.RawMessage')


def kept_components(
    columns: Columns,
    type_name: str,
    *,
    skip: tuple[str, ...],
    anchors: npt.NDArray[np.int64],
    plottable: bool,
    keep: tuple[str, ...] = (),
) -> tuple[ComponentColumn, ...]:
    """
    Return a component for every field that is not skipped, one row per message.

    :param skip: dotted paths; a path stands for all below it, through sequences too.
    :param anchors: rows where a held value stands.
    :param plottable: keep every single number at every row, so that a plot of it has all its
        points.
    :param keep: dotted paths that are not skipped, although something above them is.
    """
    kept = []
    for path, column in _leaves(columns, '', skip, keep):
        is_number = isinstance(column, np.ndarray) and column.ndim == 1
        if is_number and plottable:
            lists = _lists(_array(column))
        elif isinstance(column, np.ndarray) and is_constant(column):
            lists = _held(column[0], columns.rows, anchors)
        elif isinstance(column, Strings) and len(column.dictionary[1]) == 1 < columns.rows:
            one = coded_texts(np.zeros(1, np.int64), column.dictionary[1])
            lists = held(_unit_lists(one), columns.rows, anchors)
        else:
            lists = hold(_lists(_array(column)), anchors)
        kept.append(ComponentColumn(_descriptor(type_name, path), lists))
    return tuple(kept)


@dataclass(frozen=True)
class KeptField:
    """
    A field that is kept, over many messages.

    :param may_be_held: stored once where all rows have one value.
    :param by_bytes: whether NaN is the same value as NaN then.
    :param texts: codes, and the strings they stand for, where it is a string.
    """

    descriptor: ComponentDescriptor
    lists: Array
    may_be_held: bool
    by_bytes: bool
    texts: tuple[npt.NDArray[np.int32], tuple[str, ...]] | None


def kept_fields(
    columns: Columns, type_name: str, *, skip: tuple[str, ...], plottable: bool
) -> list[KeptField]:
    """Return what :func:`kept_components` does, every row with its value."""
    return [
        KeptField(
            _descriptor(type_name, path),
            _lists(_array(column)),
            not (plottable and isinstance(column, np.ndarray) and column.ndim == 1),
            isinstance(column, np.ndarray),
            column.dictionary if isinstance(column, Strings) else None,
        )
        for path, column in _leaves(columns, '', skip)
    ]


@lru_cache(maxsize=4096)
def _descriptor(type_name: str, path: str) -> ComponentDescriptor:
    archetype = type_name.replace('/', '.')
    return ComponentDescriptor(f'{archetype}:{path}', archetype)


def _held(row: Numbers, rows: int, anchors: npt.NDArray[np.int64]) -> Array:
    """Return a column that has a number, or an array of them, at the anchors alone."""
    if row.nbytes > REMEMBERED_BYTES:
        return held(_lists(_array(row[np.newaxis])), rows, anchors)
    return _held_again(row.tobytes(), row.dtype, row.shape, rows, tuple(anchors.tolist()))


@lru_cache(maxsize=1024)
def _held_again(
    data: bytes, dtype: np.dtype[Any], shape: tuple[int, ...], rows: int, anchors: tuple[int, ...]
) -> Array:
    """Remember the columns of what never changes: in small batches they would cost the most."""
    one = np.frombuffer(data, dtype).reshape(1, *shape)
    return held(_lists(_array(one)), rows, np.array(anchors, np.int64))


def loses_precision(columns: Columns, path: str, limit: float = 1e-3) -> bool:
    """Tell whether float32 moves any number at or below a path by more than a limit."""
    own = [columns[name] for name in columns.below(path)]
    if own and all(isinstance(column, np.ndarray) for column in own):
        return any(_is_far(_numbers_in(column), limit) for column in own)
    return any(
        _is_far(_numbers_in(leaf), limit)
        for name, leaf in _leaves(columns, '', ())
        if _covers(path, name)
    )


def _numbers_in(column: Numbers | Strings | Spans | Ragged | Columns) -> Numbers:
    """Return the numbers of a leaf, inside of sequences too."""
    if isinstance(column, Ragged):
        return _numbers_in(column.values)
    if isinstance(column, Spans):
        return column.values
    return column if isinstance(column, np.ndarray) else np.empty(0)


def _is_far(numbers: Numbers, limit: float) -> bool:
    if numbers.dtype.kind != 'f' or numbers.size == 0:
        return False
    with np.errstate(invalid='ignore', over='ignore'):
        if not (np.abs(numbers) > LARGEST_SAFE).any():
            return False
        return bool((np.abs(numbers - numbers.astype(np.float32)) > limit).any())


def raw_component(batch: MessageBatch) -> ComponentColumn:
    """Return the bytes of each message, encapsulation header included, as one blob per row."""
    spans = Spans(batch.buffer, batch.starts, batch.lengths, np.dtype('u1'))
    return ComponentColumn(RAW, _unit_lists(_array(spans)))


def _covers(path: str, name: str) -> bool:
    return name == path or name.startswith(path + '.')


def _leaves(
    columns: Columns, prefix: str, skip: tuple[str, ...], keep: tuple[str, ...] = ()
) -> Iterator[tuple[str, Numbers | Strings | Spans | Ragged]]:
    """Yield the columns that are not skipped; of a sequence of messages, a column per member."""
    for name, is_whole in _wanted(tuple(columns), prefix, skip, keep):
        path, column = prefix + name, columns[name]
        if isinstance(column, Ragged) and isinstance(column.values, Columns):
            for member, values in _leaves(column.values, path + '.', skip, keep):
                yield member, Ragged(column.offsets, values)
        elif is_whole:
            yield path, column


@lru_cache(maxsize=1024)
def _wanted(
    names: tuple[str, ...], prefix: str, skip: tuple[str, ...], keep: tuple[str, ...]
) -> tuple[tuple[str, bool], ...]:
    """Return the names of which something is not skipped, and whether it is all of each."""
    wanted = []
    for name in names:
        path = prefix + name
        skipped = any(_covers(each, path) for each in skip)
        skipped = skipped and not any(_covers(each, path) for each in keep)
        if not skipped or any(_covers(path, each) for each in keep):
            wanted.append((name, not skipped))
    return tuple(wanted)


def _array(column: Numbers | Strings | Spans | Ragged | Columns) -> Array:
    """Return one Arrow value per row: a number, a string, or a list."""
    if isinstance(column, Strings):
        return coded_texts(*column.dictionary)
    if isinstance(column, np.ndarray):
        values = number_array(packed(column).reshape(-1))
        return values if column.ndim == 1 else list_array(values, constant_offsets(*column.shape))
    if isinstance(column, Columns):
        raise TypeError('messages have a column per member')
    return list_array(_array(column.values), column.offsets)


def _lists(values: Array) -> Array:
    """Return a list per row: the value itself where it is one."""
    return values if values.type.name == 'list' else _unit_lists(values)


def _unit_lists(values: Array) -> Array:
    return list_array(values, constant_offsets(len(values), 1))
