"""
Decoded messages as columns: the noun between ``cdr`` and the converters.

A :class:`Columns` has one row per message (or per element of a sequence of messages) and a value
per dotted field path. Four shapes of value exist:

* a numpy array, shape (rows,) for a number, (rows, k) for a fixed array of k numbers;
* :class:`Strings`;
* :class:`Spans`, a sequence of numbers that still lies in the payload: nothing is copied before it
  is asked for;
* :class:`Ragged`, a sequence or array of strings or messages: offsets and the elements' own
  column.

Fields of a nested message are found under their dotted path (``pose.pose.position.x``); the
elements of a sequence of messages are a :class:`Columns` of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import address, distinct, gather
from rerun_bridge.cdr.strings import string_codes, wide_text

__all__ = [
    'Column',
    'Columns',
    'Fields',
    'Numbers',
    'Ragged',
    'ScatteredSpans',
    'Spans',
    'Strings',
    'is_constant',
    'offsets_of',
    'packed',
]

Numbers: TypeAlias = npt.NDArray[Any]
Offsets: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]

FEW_ROWS = 128
LARGE_RUN_BYTES = 65_536
"""Runs longer than this cost more to copy than to loop over."""


def joined(buffer: Bytes, starts: Offsets, sizes: Offsets) -> Bytes:
    """
    Return byte runs of a buffer as one array; a view where they touch each other.

    :param starts: int64, shape (n,).
    :param sizes: int64, shape (n,), in bytes.
    """
    if len(starts) == 0:
        return np.empty(0, np.uint8)
    if len(starts) == 1 or bool((starts[1:] == starts[:-1] + sizes[:-1]).all()):
        return buffer[int(starts[0]) : int(starts[-1] + sizes[-1])]
    size = int(sizes[0])
    if 0 < size <= LARGE_RUN_BYTES and bool((sizes == size).all()):
        blocks = gather(buffer, starts, np.dtype(f'V{size}'))
        return np.ascontiguousarray(blocks).view(np.uint8)
    kinds = distinct(sizes)
    if len(kinds) * FEW_ROWS <= len(sizes) and kinds[-1] <= LARGE_RUN_BYTES:
        return _joined_by_size(buffer, starts, sizes, kinds)
    view = memoryview(buffer)
    runs = zip(starts.tolist(), (starts + sizes).tolist())
    return np.frombuffer(b''.join([view[a:b] for a, b in runs]), np.uint8)


def _joined_by_size(buffer: Bytes, starts: Offsets, sizes: Offsets, kinds: Offsets) -> Bytes:
    """Return the same where many runs are of one of a few sizes: those of each size at once."""
    ends = np.cumsum(sizes)
    together = np.empty(int(ends[-1]), np.uint8)
    for size in kinds[kinds > 0].tolist():
        rows, block = np.flatnonzero(sizes == size), np.dtype(f'V{size}')
        windows = np.ndarray((len(together) - size + 1,), block, together, strides=(1,))
        windows[ends[rows] - size] = gather(buffer, starts[rows], block)
    return together


def packed(numbers: Numbers) -> Numbers:
    """
    Return the same numbers in memory of their own, row after row; as they are where they are so.

    :param numbers: shape (rows,) or (rows, k).
    """
    if numbers.flags.c_contiguous or numbers.ndim == 1:
        return np.ascontiguousarray(numbers)
    try:  # one item a row is copied in half the time
        blocks = np.ascontiguousarray(numbers.view(f'V{numbers[0].nbytes}'))
    except ValueError:  # numpy before 1.23 does so with contiguous arrays only
        return np.ascontiguousarray(numbers)
    return blocks.view(numbers.dtype).reshape(numbers.shape)


def is_constant(numbers: Numbers) -> bool:
    """
    Tell whether several rows have the same bytes; looks at two of them first.

    :param numbers: shape (rows,) or (rows, k).
    """
    rows = len(numbers)
    if rows < 2 or numbers[0].tobytes() != numbers[-1].tobytes():
        return False
    size = numbers[0].nbytes
    words = packed(numbers).reshape(-1).view(next(f'u{n}' for n in (8, 4, 2, 1) if size % n == 0))
    step = size // words.itemsize
    return bool((words[step:] == words[:-step]).all())


def offsets_of(counts: npt.NDArray[np.integer[Any] | np.bool_]) -> Offsets:
    """Return the n + 1 running offsets of n counts, or of flags: one each or none."""
    offsets = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


class Strings:
    """
    One string per row, in place in the payload.

    :param buffer: uint8, shape (bytes,).
    :param starts: int64, shape (rows,), of the first byte.
    :param sizes: int64, shape (rows,), in bytes, with a terminating NUL where there is one.
    :param wide: byte order of the code units of a ``wstring``, ``<`` or ``>``, which end without a
        NUL; empty for a plain string.
    :param repeats: it is known that all are the same.
    """

    def __init__(
        self,
        buffer: Bytes,
        starts: Offsets,
        sizes: Offsets,
        wide: str = '',
        repeats: bool = False,
    ) -> None:
        self.buffer = buffer
        self.starts = starts
        self.sizes = sizes
        self.wide = wide
        self.repeats = repeats

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts)

    @cached_property
    def dictionary(self) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
        """
        Codes, int32, shape (rows,), and the distinct strings they stand for.

        In order of appearance.
        """
        looked_at = slice(1 if self.repeats else None)
        codes, table = string_codes(self.buffer, self.starts[looked_at], self.sizes[looked_at])
        if self.repeats:
            codes = np.zeros(len(self.starts), codes.dtype)
        if self.wide:
            return codes, tuple(wide_text(text, self.wide) for text in table)
        texts = [text.removesuffix(b'\0').decode('utf-8', 'backslashreplace') for text in table]
        distinct = {text: code for code, text in enumerate(dict.fromkeys(texts))}
        if len(distinct) < len(texts):  # some end with a NUL, others of the same text do not
            codes = np.array([distinct[text] for text in texts], np.int32)[codes]
        return codes, tuple(distinct)

    def tolist(self) -> list[str]:
        """Return all as Python strings; what is not UTF-8 comes with its bytes escaped."""
        codes, table = self.dictionary
        return [table[code] for code in codes.tolist()]


class Spans:
    """
    A sequence of numbers per row, in place in the payload.

    :param buffer: uint8, shape (bytes,).
    :param starts: int64, shape (rows,), byte offset of the first element.
    :param counts: int64, shape (rows,), in elements.
    :param dtype: of an element, byte order included.
    """

    def __init__(
        self, buffer: Bytes, starts: Offsets, counts: Offsets, dtype: np.dtype[Any]
    ) -> None:
        self.buffer = buffer
        self.starts = starts
        self.counts = counts
        self.dtype = dtype

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts)

    def row(self, row: int) -> Numbers:
        """Return one row's numbers, a view of the payload."""
        start = int(self.starts[row])
        stop = start + int(self.counts[row]) * self.dtype.itemsize
        return self.buffer[start:stop].view(self.dtype)

    def blobs(self) -> Sequence[Bytes]:
        """Return the bytes of every row, uint8, shape (bytes,) each, views of the payload."""
        stops = self.starts + self.counts * self.dtype.itemsize
        return [self.buffer[a:b] for a, b in zip(self.starts.tolist(), stops.tolist())]

    @cached_property
    def offsets(self) -> Offsets:
        """Where each row begins in :attr:`values`: int64, shape (rows + 1,)."""
        return offsets_of(self.counts)

    @cached_property
    def values(self) -> Numbers:
        """All rows' numbers one after the other; a view where the payload has them so."""
        return joined(self.buffer, self.starts, self.counts * self.dtype.itemsize).view(self.dtype)


class ScatteredSpans(Spans):
    """
    A sequence of numbers per row, each in memory of its own.

    :param rows: uint8, shape (bytes,) each.
    :param dtype: of an element, byte order included.
    :param at: where each begins in its message.
    """

    def __init__(self, rows: Sequence[Bytes], dtype: np.dtype[Any], at: int = 0) -> None:
        self._rows = rows
        self.at = at
        self.dtype = dtype
        self.counts = np.fromiter(map(len, rows), np.int64, len(rows)) // dtype.itemsize

    @cached_property
    def buffer(self) -> Bytes:  # type: ignore[override]  # made where it is asked for
        """The bytes of all rows, copied together."""
        return np.concatenate([*self._rows, np.empty(0, np.uint8)])

    @cached_property
    def starts(self) -> Offsets:  # type: ignore[override]
        """Where each row begins in there: int64, shape (rows,)."""
        sizes = self.counts * self.dtype.itemsize
        return np.cumsum(sizes) - sizes

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def row(self, row: int) -> Numbers:
        """Return one row's numbers, a view of the payload."""
        return self._rows[row].view(self.dtype)

    def blobs(self) -> Sequence[Bytes]:
        """Return the bytes of every row."""
        return self._rows


class Ragged:
    """
    A sequence of strings or messages per row.

    :param offsets: int64, shape (rows + 1,): row ``i`` has elements ``offsets[i]`` to ``offsets[i
        + 1]``.
    :param values: the elements of all rows.
    :param repeats: it is known that all rows are the same.
    """

    def __init__(self, offsets: Offsets, values: Column | Columns, repeats: bool = False) -> None:
        self.offsets = offsets
        self.values = values
        self.repeats = repeats

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.offsets) - 1


Column: TypeAlias = 'Numbers | Strings | Spans | Ragged'
Make: TypeAlias = 'Callable[[], Column]'
Fields: TypeAlias = 'dict[str, Column | Make]'
"""By path: columns, or what makes them when they are first asked for."""


class Columns(Mapping[str, 'Numbers | Strings | Spans | Ragged']):
    """
    The fields of many messages of one type, by dotted path, in wire order.

    :param rows: how many messages.
    :param fields: path to column, or to a function that makes it when it is first asked for.
    """

    def __init__(self, rows: int, fields: Mapping[str, Column | Make]) -> None:
        self.rows = rows
        self._fields = dict(fields)

    def __getitem__(self, path: str) -> Column:
        """Return the column of a path."""
        column = self._fields[path]
        if callable(column):
            column = self._fields[path] = column()
        return column

    def __iter__(self) -> Iterator[str]:
        """Yield the paths in wire order."""
        return iter(self._fields)

    def __len__(self) -> int:
        """Return the number of paths, not of rows."""
        return len(self._fields)

    def replaced(self, path: str, column: Column) -> Columns:
        """Return the same with another column at a path."""
        return Columns(self.rows, {**self._fields, path: column})

    def numbers(self, path: str) -> Numbers:
        """Return a number or fixed array of numbers: shape (rows,) or (rows, k)."""
        column = self[path]
        if not isinstance(column, np.ndarray):
            raise TypeError(f'{path} is {type(column).__name__}, not numbers')
        return column

    def strings(self, path: str) -> Strings:
        """Return a string per row."""
        column = self[path]
        if not isinstance(column, Strings):
            raise TypeError(f'{path} is {type(column).__name__}, not strings')
        return column

    def spans(self, path: str) -> Spans:
        """Return a sequence of numbers per row."""
        column = self[path]
        if not isinstance(column, Spans):
            raise TypeError(f'{path} is {type(column).__name__}, not sequences of numbers')
        return column

    def elements(self, path: str) -> tuple[Offsets, Columns]:
        """Return a sequence of messages: offsets and the elements."""
        column = self[path]
        if not isinstance(column, Ragged) or not isinstance(column.values, Columns):
            raise TypeError(f'{path} is {type(column).__name__}, not sequences of messages')
        return column.offsets, column.values

    def vector(self, path: str, names: Iterable[str] = 'xyz') -> Numbers:
        """
        Return sibling numbers as one array of its own, shape (rows, names).

        :param path: of the message that holds them, e.g. ``pose.position``; ``''`` for the message
            itself.
        """
        prefix = f'{path}.' if path else ''
        vectors = self.vectors([prefix + name for name in names])
        return packed(vectors[0]) if len(vectors) == 1 else np.concatenate(vectors, axis=1)

    def vectors(self, paths: Iterable[str]) -> list[Numbers]:
        """
        Return numbers as few arrays, shape (rows, k) each: views of those side by side.

        Of few rows one copy, which costs less than to look.
        """
        parts = [self.numbers(path) for path in paths]
        if self.rows <= FEW_ROWS:
            return [np.stack(parts, axis=-1)]
        runs: list[tuple[Numbers, int]] = []
        last: tuple[object, ...] = ()
        for part in parts:
            place, like = address(part), (part.dtype, part.strides)
            if (place, *like) == last:
                first, count = runs[-1]
                runs[-1] = first, count + 1
            else:
                runs.append((part, 1))
            last = (place + part.itemsize, *like)
        return [
            np.lib.stride_tricks.as_strided(
                first, (self.rows, count), (*first.strides, first.itemsize), writeable=False
            )
            for first, count in runs
        ]

    def below(self, path: str) -> list[str]:
        """Return all paths equal to or below a path."""
        return [name for name in self if name == path or name.startswith(path + '.')]
