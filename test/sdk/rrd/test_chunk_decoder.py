"""Arrow streams become chunks, or are refused."""

from __future__ import annotations

import struct

import pyarrow as pa
import pytest

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.arrow.exchange import pyarrow_schema
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.rrd.arrow_ipc import ROW_ID_FIELD as OUR_ROW_ID_FIELD
from rerun_bridge.sdk.rrd.arrow_ipc import ipc_parts
from rerun_bridge.sdk.rrd.chunk_decoder import decode_chunk
from test.support.chunks import examples, same

ROW_ID_FIELD = pyarrow_schema([OUR_ROW_ID_FIELD]).field(0)
ID = {'rerun:id': 'chunk_' + '0' * 32}
METADATA = {**ID, 'rerun:entity_path': '/p'}
ROW_IDS = pa.array([bytes(16)], pa.binary(16))


def stream_of(batch: pa.RecordBatch, compression: str | None = None) -> pa.Buffer:
    """Return a batch as an Arrow stream."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def batch_of(
    *columns: tuple[pa.Field, pa.Array], metadata: dict[str, str] = METADATA
) -> pa.RecordBatch:
    """Return a batch of fields and arrays."""
    fields, arrays = zip(*columns)
    return pa.RecordBatch.from_arrays(list(arrays), schema=pa.schema(fields, metadata))


@pytest.mark.parametrize('chunk', examples(), ids=lambda chunk: str(chunk.entity_path))
def test_a_chunk_is_read_as_written(chunk: Chunk) -> None:
    """Ids, path, times and components."""
    assert same(decode_chunk(pa.py_buffer(b''.join(ipc_parts(chunk)))), chunk)


def test_columns_that_say_nothing_of_themselves_are_components() -> None:
    """As official readers have it; named by their field."""
    lists = pa.array([[1]], pa.list_(pa.int8()))
    batch = batch_of((ROW_ID_FIELD, ROW_IDS), (pa.field('x', lists.type), lists))
    chunk = decode_chunk(stream_of(batch))
    assert chunk.is_static
    assert [c.descriptor.component for c in chunk.components] == ['x']


def _index(values: pa.Array) -> tuple[pa.Field, pa.Array]:
    return pa.field('t', values.type, metadata={'rerun:kind': 'index'}), values


ROWS = (ROW_ID_FIELD, ROW_IDS)
NUMBER_IDS = (
    pa.field('i', pa.int8(), metadata={'rerun:kind': 'control'}),
    pa.array([1], pa.int8()),
)


@pytest.mark.parametrize(
    ('batch', 'match'),
    [
        (batch_of(ROWS, metadata=ID), 'id or entity path'),
        (batch_of(ROWS, metadata={**METADATA, 'rerun:id': 'xyz'}), 'id or entity path'),
        (batch_of(_index(pa.array([1]))), 'without row ids'),
        (batch_of(NUMBER_IDS), 'row ids are int8'),
        (batch_of(ROWS, _index(pa.array([None], pa.int64()))), 'without a time'),
        (batch_of(ROWS, _index(pa.array([1], pa.timestamp('us')))), r'timestamp\[us\]'),
        (batch_of(ROWS, (pa.field('x', pa.int8()), pa.array([1], pa.int8()))), 'not a list'),
        (
            batch_of(
                ROWS, (pa.field('x', pa.int8(), metadata={'rerun:kind': '?'}), NUMBER_IDS[1])
            ),
            'unknown kind',
        ),
    ],
)
def test_batches_that_are_no_chunks_are_refused(batch: pa.RecordBatch, match: str) -> None:
    """Each with what is wrong with it."""
    with pytest.raises(DecodeError, match=match):
        decode_chunk(stream_of(batch))


def test_buffers_that_are_compressed_one_by_one_are_refused() -> None:
    """They may claim to be of any size."""
    lists = pa.array([list(range(1000))], pa.list_(pa.int64()))
    batch = batch_of(ROWS, (pa.field('x', lists.type), lists))
    assert len(decode_chunk(stream_of(batch))) == 1
    with pytest.raises(DecodeError, match='plain values'):
        decode_chunk(stream_of(batch, 'lz4'))


def test_offsets_that_point_outside_are_refused() -> None:
    """Whoever followed them would read foreign memory."""
    lists = pa.array([[0] * 77], pa.list_(pa.int8()))
    data = stream_of(batch_of(ROWS, (pa.field('x', lists.type), lists))).to_pybytes()
    at = data.rindex(struct.pack('<ii', 0, 77))
    damaged = data[:at] + struct.pack('<ii', 0, 1000) + data[at + 8 :]
    assert len(decode_chunk(pa.py_buffer(data))) == 1
    with pytest.raises(DecodeError, match='damaged Arrow data'):
        decode_chunk(pa.py_buffer(damaged))


@pytest.mark.parametrize('data', [b'', b'\xff\xff\xff\xff\0\0\0\0', b'no Arrow at all'])
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    """Nothing, an empty stream, something else."""
    with pytest.raises(DecodeError):
        decode_chunk(pa.py_buffer(data))


def test_a_stream_without_a_batch_is_refused() -> None:
    """A schema alone is no chunk."""
    with pytest.raises(DecodeError):
        decode_chunk(pa.schema([ROW_ID_FIELD], METADATA).serialize())
