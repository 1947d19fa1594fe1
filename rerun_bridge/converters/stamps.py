"""Stamps of messages as integer nanoseconds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns

__all__ = ['header_stamp_path', 'stamps_ns']


def stamps_ns(columns: Columns, path: str = 'header.stamp') -> npt.NDArray[np.int64]:
    """Return a ``builtin_interfaces/msg/Time`` field in nanoseconds, shape (rows,)."""
    seconds = columns.numbers(f'{path}.sec').astype(np.int64)
    seconds *= 1_000_000_000
    seconds += columns.numbers(f'{path}.nanosec').astype(np.int64)
    return seconds


def header_stamp_path(columns: Columns) -> str | None:
    """Return where a message says when it was measured: its header's stamp or its own, if any."""
    for path in ('header.stamp', 'stamp'):
        if all(_is_integer(columns, f'{path}.{name}') for name in ('sec', 'nanosec')):
            return path
    return None


def _is_integer(columns: Columns, path: str) -> bool:
    """Tell whether a field is one integer; a type of the same name may have anything there."""
    column = columns.get(path)
    return isinstance(column, np.ndarray) and column.ndim == 1 and column.dtype.kind in 'iu'
