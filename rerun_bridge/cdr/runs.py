"""
The numbers of a run at every cursor.

One record array, gathered when the first field is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np

from rerun_bridge.cdr.columns import Bytes, Column, Numbers
from rerun_bridge.cdr.cursors import Ints
from rerun_bridge.cdr.gather import gather
from rerun_bridge.cdr.plan import Layout, NumberField, Run

__all__ = ['mixed_fields', 'run_fields']

LazyField = tuple[str, Callable[[], Column]]
"""The path of a field, and what makes its column."""


def run_fields(
    buffer: Bytes, at: Ints, step: Run, layout: Layout, order: str
) -> Iterator[tuple[str, Callable[[], Column]]]:
    """
    Yield the fields of a run as views of one record array.

    Gathered when the first is asked for.
    """
    made: list[Numbers] = []

    def field(index: int, is_bool: bool) -> Column:
        if not made:
            made.append(gather(buffer, at, _record(step.fields, layout, order)))
        values = made[0][f'f{index}']
        return values != 0 if is_bool else values

    for i, number in enumerate(step.fields):
        yield number.path, partial(field, i, number.code == '?')


def mixed_fields(
    buffer: Bytes, at: Ints, residues: Ints, step: Run, order: str
) -> Iterator[tuple[str, Callable[[], Column]]]:
    """
    Yield the fields of a run that stands at several alignments.

    Gathered by alignment, packed together.
    """
    made: list[Numbers] = []

    def field(index: int, is_bool: bool) -> Column:
        if not made:
            packed = np.empty(len(at), _record(step.fields, step.layouts[0], order))
            for residue in np.flatnonzero(np.bincount(residues)).tolist():
                rows = np.flatnonzero(residues == residue)
                some = gather(buffer, at[rows], _record(step.fields, step.layouts[residue], order))
                for name in packed.dtype.names or ():
                    packed[name][rows] = some[name]
            made.append(packed)
        values = made[0][f'f{index}']
        return values != 0 if is_bool else values

    for i, number in enumerate(step.fields):
        yield number.path, partial(field, i, number.code == '?')


@lru_cache(maxsize=1024)
def _record(fields: tuple[NumberField, ...], layout: Layout, order: str) -> np.dtype[np.void]:
    formats = [
        np.dtype(('u1' if f.code == '?' else order + f.code, (f.count,) if f.count else ()))
        for f in fields
    ]
    names = [f'f{i}' for i in range(len(fields))]
    return np.dtype(
        {'names': names, 'formats': formats, 'offsets': layout.offsets, 'itemsize': layout.size}
    )
