"""Arrow arrays of all types that components have, with nulls, and cut out of longer ones."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

__all__ = ['KINDS', 'VECTOR', 'arrays', 'values_of']

VECTOR = pa.list_(pa.field('item', pa.float32(), False), 3)
FLOATS = st.floats(width=32, allow_nan=False)
KINDS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.uint8(): st.integers(0, 255),
    pa.bool_(): st.booleans(),
    pa.null(): st.none(),
    pa.utf8(): st.text(max_size=9),
    pa.binary(16): st.binary(min_size=16, max_size=16),
    pa.float64(): st.floats(allow_nan=False),
    VECTOR: st.lists(FLOATS, min_size=3, max_size=3),
    pa.list_(pa.uint8()): st.lists(st.integers(0, 255), max_size=20),
    pa.list_(VECTOR): st.just([[1.0, 2.0, 3.0]]),
    pa.struct([('a', pa.float64()), ('b', pa.utf8())]): st.fixed_dictionaries(
        {'a': st.floats(allow_nan=False), 'b': st.text(max_size=3)}
    ),
}
"""Types, and values of each."""


def values_of(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Return what makes values of a type, null too where Arrow writes that as it reads it."""
    return KINDS[kind] if kind in (pa.binary(16), VECTOR) else st.none() | KINDS[kind]


@st.composite
def arrays(draw: st.DrawFn, rows: int | None = None) -> pa.Array:
    """Return a list per row, or values alone, cut out of more."""
    kind = draw(st.sampled_from(list(KINDS)))
    values = values_of(kind)
    if draw(st.booleans()):
        kind, values = pa.list_(kind), st.none() | st.lists(values, max_size=3)
    count = draw(st.integers(0, 6)) if rows is None else rows
    start = draw(st.integers(0, 3))
    drawn = draw(st.lists(values, min_size=count + start, max_size=count + start))
    return pa.array(drawn, kind)[start:]
