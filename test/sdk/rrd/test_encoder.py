"""Messages: what they say of their chunk, and whether it is compressed."""

from __future__ import annotations

import lz4.block
import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import Points3D, Scalars
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.compression import LZ4, NONE, Compression
from rerun_bridge.sdk.rrd.encoder import (
    encode_blueprint_activation,
    encode_chunk,
    encode_footer,
    encode_store_info,
)
from rerun_bridge.sdk.rrd.frames import FrameKind
from rerun_bridge.sdk.rrd.placements import Placements
from rerun_bridge.sdk.rrd.protobuf import Fields, bytes_of, number_of, read_fields, text_of
from test.support.chunks import STAMP, chunk_of, examples, times

STORE = StoreId('app', 'rec')


def fields_of(msg: LogMsg) -> Fields:
    """Return the fields of a message."""
    data = b''.join(bytes(part) for part in msg.payload)
    assert len(data) == msg.size_bytes
    return read_fields(memoryview(data))


def colors(numbers: np.ndarray) -> Chunk:
    """Return one row of so many instances."""
    return chunk_of(
        '/p', [times(STAMP, 1)], [Points3D.colors.column(numbers, np.array([0, len(numbers)]))]
    )


@pytest.mark.parametrize('chunk', examples(), ids=lambda chunk: str(chunk.entity_path))
def test_a_message_says_what_its_chunk_is(chunk: Chunk) -> None:
    """Store, size, id and whether it is static; and the stream has the size it claims."""
    msg = encode_chunk(chunk, STORE)
    fields = fields_of(msg)
    payload, size = bytes(bytes_of(fields, 5)), number_of(fields, 3)
    if number_of(fields, 2) == LZ4:
        payload = lz4.block.decompress(payload, uncompressed_size=size)
    assert len(payload) == size
    assert pa.ipc.open_stream(payload).read_all().num_rows == len(chunk)
    assert msg.kind is FrameKind.ARROW_MSG
    assert number_of(fields, 4) == 1
    assert number_of(fields, 7) == chunk.is_static == (str(chunk.entity_path) == '/fixed')
    chunk_id = read_fields(bytes_of(fields, 6))
    assert number_of(chunk_id, 1) == int.from_bytes(chunk.id[:8], 'big')
    assert number_of(chunk_id, 2) == int.from_bytes(chunk.id[8:], 'big')
    store = read_fields(bytes_of(fields, 1))
    assert (number_of(store, 1), text_of(store, 2)) == (1, 'rec')
    assert msg.facts is not None
    assert msg.facts.uncompressed_bytes == size


@pytest.mark.parametrize('size', [1, 1_000, 20_000, 2_000_000])
def test_what_shrinks_is_compressed(size: int) -> None:
    """Zeros do, at every size; the schema of a small chunk does."""
    msg = encode_chunk(colors(np.zeros(size, np.uint32)), STORE)
    assert number_of(fields_of(msg), 2) == LZ4
    assert msg.facts is not None
    assert msg.size_bytes < msg.facts.uncompressed_bytes


@pytest.mark.parametrize('size', [20_000, 2_000_000])
def test_noise_is_stored_as_it_is(size: int) -> None:
    """LZ4 makes nothing of it."""
    noise = np.random.default_rng(1).integers(0, 2**32, size, np.uint32)
    assert number_of(fields_of(encode_chunk(colors(noise), STORE)), 2) == NONE


def test_whoever_wants_it_small_waits_for_it() -> None:
    """What shrinks, but not by half, is compressed where that is asked for."""
    rng = np.random.default_rng(1)
    half = np.zeros((60_000, 2))
    half[:, 0] = rng.random(60_000)
    chunk = chunk_of(
        '/half',
        [times(STAMP, *range(60_000))],
        [Scalars.scalars.column(half.reshape(-1), np.arange(0, 120_001, 2))],
    )
    plain, small = (
        encode_chunk(chunk, STORE, Compression(is_wanted=wanted)) for wanted in (False, True)
    )
    assert small.size_bytes < 0.9 * plain.size_bytes
    assert plain.size_bytes > chunk.size_bytes


def test_large_values_are_not_copied() -> None:
    """What is stored as it is comes from the chunk's own memory."""
    noise = np.random.default_rng(1).integers(0, 2**32, 1_000_000, np.uint32)
    chunk = colors(noise)
    buffer = chunk.components[0].lists.buffers[-1]
    assert any(part is buffer for part in encode_chunk(chunk, STORE).payload)


def test_a_store_is_announced_with_its_names_and_its_source() -> None:
    """Twice with the application: old readers look elsewhere than new ones."""
    msg = encode_store_info(StoreId('app µ', 'rec', 'blueprint'), bytes(16), 'program')
    info = read_fields(bytes_of(fields_of(msg), 2))
    store = read_fields(bytes_of(info, 2))
    assert msg.kind is FrameKind.SET_STORE_INFO
    assert text_of(read_fields(bytes_of(info, 1)), 1) == 'app µ'
    assert (number_of(store, 1), text_of(store, 2)) == (2, 'rec')
    assert text_of(read_fields(bytes_of(store, 3)), 1) == 'app µ'


def test_a_store_without_chunks_has_no_footer() -> None:
    """An empty manifest would be refused."""
    assert encode_footer([(STORE, Placements())]) == b''


def test_rows_in_any_number() -> None:
    """One column, thousands of rows."""
    column = Points3D.radii.column(np.arange(5000.0))
    chunk = chunk_of('/p', [], [ComponentColumn(column.descriptor, column.lists)])
    assert encode_chunk(chunk, STORE).facts.rows == 5000  # type: ignore[union-attr]


def test_a_blueprint_is_activated_now_or_by_default() -> None:
    """By the id of its store."""
    store = StoreId('app', 'id', 'blueprint')
    for active, default in ((True, False), (False, True)):
        msg = encode_blueprint_activation(store, active, default)
        fields = fields_of(msg)
        assert msg.kind is FrameKind.BLUEPRINT_ACTIVATION
        assert text_of(read_fields(bytes_of(fields, 1)), 2) == 'id'
        assert (number_of(fields, 2), number_of(fields, 3)) == (active, default)
