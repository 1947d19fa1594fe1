"""Record batches written in pieces are those that pyarrow reads back."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.arrow.exchange import from_pyarrow
from rerun_bridge.sdk.arrow_lists import number_array
from rerun_bridge.sdk.rrd.record_batch import record_batch
from test.support.arrow_values import arrays


def read_back(columns: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    """Write columns in pieces and let pyarrow read them."""
    message = b''.join(record_batch(len(columns[0]), map(from_pyarrow, columns)))
    return pa.ipc.read_record_batch(message, schema)


@given(data=st.data(), rows=st.integers(1, 9))
def test_any_arrays_come_back(data: st.DataObject, rows: int) -> None:
    """Whatever the types, with nulls, and cut out of longer arrays."""
    found = data.draw(st.lists(arrays(rows=rows), min_size=1, max_size=4))
    schema = pa.schema([(f'c{i}', array.type) for i, array in enumerate(found)])
    batch = read_back(found, schema)
    batch.validate(full=True)
    assert batch.to_pylist() == pa.RecordBatch.from_arrays(found, schema=schema).to_pylist()


def test_values_are_not_copied() -> None:
    """The pieces are the arrays' own buffers."""
    array = number_array(np.arange(100_000))
    assert any(piece is array.buffers[1] for piece in record_batch(len(array), [array]))
