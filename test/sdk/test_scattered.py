"""Values that stay where they are are written as if they were joined."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.archetypes import EncodedImage, Points3D
from rerun_bridge.sdk.archetypes.arrow_types import F32
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.rrd.arrow_ipc import ipc_parts
from rerun_bridge.sdk.scattered import (
    WORTH_IT_BYTES,
    blobs_of,
    scattered,
    scattered_blobs,
    scattered_vectors,
)

KIND = EncodedImage.blob.arrow_type


def bytes_of(sizes: list[int]) -> list[np.ndarray]:
    """Return bytes that tell their place."""
    return [np.arange(size, dtype=np.uint64).view(np.uint8)[:size] for size in sizes]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_the_stream_is_that_of_the_joined(sizes: list[int]) -> None:
    """Arrow reads the same values, whatever the sizes."""
    blobs = bytes_of(sizes)
    column = ComponentColumn(EncodedImage.blob.descriptor, scattered_blobs(KIND, blobs))
    rows = len(blobs)
    chunk = Chunk(new_chunk_id(), EntityPath.parse('/a'), new_row_ids(rows), (), (column,))
    stream = b''.join(bytes(part) for part in ipc_parts(chunk))
    (batch,) = pa.ipc.open_stream(stream)
    batch.validate(full=True)
    assert batch.column(1).to_pylist() == [[blob.tolist()] for blob in blobs]
    assert column.lists.to_pylist() == batch.column(1).to_pylist()
    assert len(column.lists) == rows
    assert blobs_of(column.lists) == tuple(blobs)
    assert column.lists.nbytes == sum(sizes) + 8 * (rows + 1)


def test_only_large_blobs_stay() -> None:
    """Small blobs, numbers and single rows are joined as ever."""
    large = bytes_of([WORTH_IT_BYTES, WORTH_IT_BYTES])
    assert scattered(KIND, large, None) is not None
    assert blobs_of(EncodedImage.blob.column(large).lists) is not None
    assert blobs_of(EncodedImage.blob.column(large[:1]).lists) is None
    assert scattered(KIND, bytes_of([9, WORTH_IT_BYTES]), None) is None
    assert scattered(KIND, large[:1], None) is None
    assert scattered(KIND, large, np.array([0, 2])) is None
    assert scattered(KIND, [large[0][::2], large[1]], None) is None
    assert scattered(F32, large, None) is None


@given(st.lists(st.integers(0, 5), max_size=6), st.data())
def test_vectors_in_parts(sizes: list[int], data: st.DataObject) -> None:
    """They are those of the parts together, and so is each piece of them."""
    ends = np.cumsum([0, *sizes])
    points = np.arange(3 * ends[-1], dtype=np.float32).reshape(-1, 3)
    parts = [points[a:b].view('V12') for a, b in zip(ends, ends[1:])]
    found = scattered_vectors(Points3D.positions.arrow_type, parts)
    assert len(found) == len(points)
    assert found.nbytes == points.nbytes
    assert found.numbers.tolist() == points.reshape(-1).tolist()
    start = data.draw(st.integers(0, len(points)))
    length = data.draw(st.integers(0, len(points) - start))
    some = found.slice(start, length)
    assert some.numbers.tolist() == points[start : start + length].reshape(-1).tolist()
    column = Points3D.positions.column(found, np.array([0, start, len(points)]))
    assert column.lists.to_pylist() == [points[:start].tolist(), points[start:].tolist()]
    assert blobs_of(column.lists) is None


def test_what_is_in_one_part_is_not_copied() -> None:
    """A piece of what is in several is a view of one of them."""
    parts = [np.full((4, 3), number, np.float32) for number in range(3)]
    found = scattered_vectors(Points3D.positions.arrow_type, parts)
    inside, across = found.slice(5, 2), found.slice(3, 2)
    assert np.shares_memory(inside.numbers, parts[1])
    assert across.numbers.tolist() == [0.0] * 3 + [1.0] * 3
