"""Recordings are read as they were written, and foreign bytes are refused in order."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.arrow_ipc import ipc_parts
from rerun_bridge.sdk.rrd.decoder import FoundChunk, FoundStore, read_footer, read_rrd
from rerun_bridge.sdk.rrd.encoder import encode_chunk, encode_store_info
from rerun_bridge.sdk.rrd.frames import FrameKind, frame_header, stream_footer, stream_header
from rerun_bridge.sdk.rrd.protobuf import bytes_field, varint_field
from test.support.chunks import STAMP, chunk_of, chunks_of, examples, same, times, write
from test.support.official import run_script

STORE = StoreId('app', 'rec')


def framed(*msgs: LogMsg) -> bytes:
    """Return messages as a file without a footer."""
    payloads = [(msg.kind, b''.join(bytes(part) for part in msg.payload)) for msg in msgs]
    frames = [frame_header(kind, len(payload)) + payload for kind, payload in payloads]
    return stream_header() + b''.join(frames)


def arrow_msg(*, encoding: int = 1, compression: int = 1, size: int = 0, data: bytes) -> bytes:
    """Return a file of one chunk's message."""
    store = varint_field(1, 1)
    payload = (
        bytes_field(1, store)
        + varint_field(2, compression)
        + varint_field(3, size)
        + varint_field(4, encoding)
        + bytes_field(5, data)
    )
    return stream_header() + frame_header(FrameKind.ARROW_MSG, len(payload)) + payload


SMALL = framed(
    encode_store_info(STORE, bytes(16), 'test'),
    encode_chunk(
        chunk_of('/p', [times(STAMP, 1, 2)], [Scalars.scalars.column(pa.array([1.0, 2.0]))]), STORE
    ),
)


def test_a_recording_is_read_as_written(tmp_path: Path) -> None:
    """The store first, then its properties, then the chunks in order."""
    written = examples()
    write(tmp_path / 'a.rrd', written)
    data = (tmp_path / 'a.rrd').read_bytes()
    first, properties, *_ = read_rrd(data)
    assert first == FoundStore(StoreId('test_app', 'test_recording'), 'rerun_bridge')
    assert isinstance(properties, FoundChunk)
    assert str(properties.chunk.entity_path) == '/__properties'
    assert [same(a, b) for a, b in zip(chunks_of(data), written)] == [True] * len(written)
    assert len(chunks_of(data)) == len(written)


def test_the_footer_says_where_the_chunks_are(tmp_path: Path) -> None:
    """And a file without one says so."""
    write(tmp_path / 'a.rrd', examples())
    data = (tmp_path / 'a.rrd').read_bytes()
    found = [each for each in read_rrd(data) if isinstance(each, FoundChunk)]
    (manifest,) = read_footer(data) or ()
    assert manifest.store == StoreId('test_app', 'test_recording')
    assert manifest.chunks['chunk_byte_offset'].to_pylist() == [each.offset for each in found]
    assert manifest.chunks['chunk_byte_size'].to_pylist() == [each.size for each in found]
    assert manifest.chunks['chunk_id'].to_pylist() == [each.chunk.id for each in found]
    assert read_footer(SMALL) is None


def test_an_end_of_zeros_and_what_follows_are_ignored() -> None:
    """What a killed writer leaves."""
    torn = SMALL + bytes(16) + b'half a payload'
    assert len(list(read_rrd(torn))) == len(list(read_rrd(SMALL))) == 2


@pytest.mark.judge
def test_what_the_official_sdk_wrote_is_read(judge: Path, tmp_path: Path) -> None:
    """Same entities and values as in our own examples."""
    run_script(judge, 'write_examples', tmp_path / 'official.rrd')
    theirs = {str(c.entity_path): c for c in chunks_of((tmp_path / 'official.rrd').read_bytes())}
    for ours in examples()[:3]:
        chunk = theirs[str(ours.entity_path)]
        # the official SDK puts rows in the order of a timeline
        assert len(chunk) == len(ours)
        assert {c.timeline for c in chunk.times} == {c.timeline for c in ours.times}
        assert [c.descriptor for c in chunk.components] == [c.descriptor for c in ours.components]
        assert [c.lists.type for c in chunk.components] == [c.lists.type for c in ours.components]


@pytest.mark.parametrize(
    ('data', 'match'),
    [
        (arrow_msg(encoding=0, data=b''), 'no Arrow IPC'),
        (arrow_msg(compression=0, data=b''), 'unknown compression'),
        (arrow_msg(compression=3, data=b''), 'unknown compression'),
        (arrow_msg(compression=2, size=2**62, data=b'abc'), 'claim to be'),
        (arrow_msg(compression=2, size=100, data=b'\xff' * 9), 'damaged'),
        (arrow_msg(compression=2, data=b''), 'damaged|without'),
        (arrow_msg(data=b''), 'without values'),
    ],
)
def test_malformed_messages_are_refused_with_their_place(data: bytes, match: str) -> None:
    """Nothing is allocated for what is only claimed."""
    with pytest.raises(DecodeError, match=match) as raised:
        list(read_rrd(data))
    assert raised.value.offset == 28


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    """With a DecodeError; nothing that short is a recording with something in it."""
    with pytest.raises(DecodeError):
        list(read_rrd(data or b'x'))


@given(st.integers(0, len(SMALL) - 1))
def test_a_file_cut_anywhere_gives_what_is_whole(size: int) -> None:
    """Then an error, except between frames."""
    whole = list(read_rrd(SMALL))
    found: list[object] = []
    with contextlib.suppress(DecodeError):
        found += read_rrd(SMALL[:size])
    assert len(found) <= len(whole)


def plain_copy() -> bytes:
    """Return the small recording with its chunk uncompressed, so that damage reaches Arrow."""
    (chunk,) = (each.chunk for each in read_rrd(SMALL) if isinstance(each, FoundChunk))
    return arrow_msg(data=b''.join(bytes(part) for part in ipc_parts(chunk)))


PLAIN = plain_copy()


@given(
    st.sampled_from([SMALL, PLAIN]),
    st.lists(st.tuples(st.integers(12, len(PLAIN) - 1), st.integers(0, 255)), max_size=4),
)
def test_damaged_files_are_read_or_refused(file: bytes, damage: list[tuple[int, int]]) -> None:
    """Never another error, nor a crash when the values are looked at."""
    data = bytearray(file)
    for at, byte in damage:
        data[at % len(data)] = byte
    try:
        for each in read_rrd(bytes(data)):
            if isinstance(each, FoundChunk):
                for column in each.chunk.components:
                    column.lists.to_pylist()
    except DecodeError:
        pass


@given(st.data())
def test_damaged_footers_are_read_or_refused(data: st.DataObject) -> None:
    """Also where the checksum has been made to fit."""
    payload = data.draw(st.binary(max_size=60))
    head = stream_header() + frame_header(FrameKind.END, len(payload))
    with contextlib.suppress(DecodeError):
        read_footer(head + payload + stream_footer(len(head), payload))
