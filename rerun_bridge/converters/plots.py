"""Numbers of messages as the lines of plots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Numbers, Spans
from rerun_bridge.sdk.archetypes import Scalars, SeriesLines
from rerun_bridge.sdk.arrow_lists import constant_offsets
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['line_names', 'plotted', 'plotted_sequences', 'stepped']

STEP_AFTER = 2


def plotted(columns: Columns, fields: Collection[str]) -> ComponentColumn:
    """
    Return a scalar per field and message, as float64.

    :param fields: dotted paths of single numbers.
    """
    values = np.empty((columns.rows, len(fields)))
    at = 0
    for vector in columns.vectors(fields):
        wide = vector.shape[1]
        _put(vector, values[:, at : at + wide])
        at += wide
    offsets = constant_offsets(columns.rows, len(fields))
    return Scalars.scalars.column(values.reshape(-1), offsets)


def _put(numbers: Numbers, there: Numbers) -> None:
    """Copy numbers, shape (n, k), into part of a wider array."""
    if numbers.dtype == there.dtype:
        row = f'V{there.shape[1] * there.itemsize}'
        with suppress(ValueError):  # numpy before 1.23 cannot see them so
            there.view(row)[:] = numbers.view(row)  # one item a row: in half the time
            return
    there[:] = numbers


def plotted_sequences(
    columns: Columns, path: str, rows: npt.NDArray[np.int64] | None = None
) -> ComponentColumn:
    """
    Return a scalar per element of a sequence of numbers, as float64.

    :param rows: of the messages that are wanted; None for all.
    """
    spans = columns.spans(path)
    if rows is not None:
        spans = Spans(spans.buffer, spans.starts[rows], spans.counts[rows], spans.dtype)
    return Scalars.scalars.column(spans.values.astype(np.float64, copy=False), spans.offsets)


def line_names(names: Sequence[str]) -> ComponentColumn:
    """Return the names of all lines of a plot, as one row."""
    return SeriesLines.names.column(list(names), np.array([0, len(names)]))


def stepped(lines: int) -> ComponentColumn:
    """Return, as one row, that lines keep their value until the next: for switches and modes."""
    modes = np.full(lines, STEP_AFTER, np.uint8)
    return SeriesLines.interpolation_mode.column(modes, np.array([0, lines]))
