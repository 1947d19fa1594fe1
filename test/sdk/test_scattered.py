"""Blobs that stay where they are are written as if they were joined."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.archetypes import EncodedImage
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
