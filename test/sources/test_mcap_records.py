"""Records are read as the specification lays them out; short ones are refused."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import SourceError
from rerun_bridge.sources import mcap_records


def text(value: str) -> bytes:
    """Return a string with its length before it."""
    raw = value.encode()
    return struct.pack('<I', len(raw)) + raw


def test_channel() -> None:
    """A channel has a topic, an encoding and metadata."""
    pairs = text('key') + text('value')
    data = (
        struct.pack('<HH', 7, 3) + text('/t') + text('cdr') + struct.pack('<I', len(pairs)) + pairs
    )
    record = mcap_records.read_channel(data)
    assert (record.id, record.schema_id, record.topic) == (7, 3, '/t')
    assert record.metadata == {'key': 'value'}


def test_schema() -> None:
    """A schema has a name, an encoding and data."""
    record = mcap_records.read_schema(
        struct.pack('<H', 3) + text('p/T') + text('ros2msg') + text('x')
    )
    assert (record.id, record.name, record.encoding, record.data) == (3, 'p/T', 'ros2msg', b'x')


def index(channel_id: int, *entries: tuple[int, int], more: int = 0) -> bytes:
    """Return a message index of times and offsets, which may say that it is longer than it is."""
    content = b''.join(struct.pack('<QQ', *entry) for entry in entries)
    return struct.pack('<BQHI', 7, 6 + len(content) + more, channel_id, len(content)) + content


def test_message_indexes() -> None:
    """They give offsets in time order; what follows them is none."""
    first, second = index(4, (10, 100), (11, 50)), index(5)
    for behind, more in ((b'', 15), (b'\7', 15), (b'\6' + bytes(20), 0), (index(6, more=1), 0)):
        found, used, wanted = mcap_records.read_message_indexes(
            memoryview(first + second + behind)
        )
        assert {key: offsets.tolist() for key, offsets in found.items()} == {4: [100, 50], 5: []}
        assert used == len(first + second)
        assert wanted == (used + more if more else 0)


def test_message_indexes_that_are_cut() -> None:
    """It is said how long the data has to be for the next one."""
    first, second = index(4, (10, 100)), index(5, (11, 50))
    for size in range(len(first), len(first + second)):
        data = memoryview((first + second)[:size])
        found, used, wanted = mcap_records.read_message_indexes(data)
        assert (list(found), used) == ([4], len(first))
        is_told = size >= len(first) + 15
        assert wanted == (len(first + second) if is_told else len(first) + 15)


def test_footer() -> None:
    """The footer says where the summary starts; zero and anything else is none."""
    footer = struct.pack('<BQQQI', 2, 20, 1234, 0, 0) + mcap_records.MAGIC
    assert mcap_records.read_footer(footer) == 1234
    assert mcap_records.read_footer(footer.replace(struct.pack('<Q', 1234), bytes(8))) is None
    assert mcap_records.read_footer(b'short') is None


READERS = [
    mcap_records.read_channel,
    mcap_records.read_schema,
    mcap_records.read_chunk_head,
    mcap_records.read_chunk_index,
    lambda data: mcap_records.read_message_indexes(memoryview(data)),
    mcap_records.read_counts,
]


@pytest.mark.parametrize('reader', READERS)
@given(data=st.binary(max_size=80))
def test_any_bytes_are_a_record_or_an_error(reader: object, data: bytes) -> None:
    """Foreign bytes never raise anything but a SourceError."""
    with suppress(SourceError):
        reader(data)  # type: ignore[operator]
