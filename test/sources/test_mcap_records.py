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


def test_message_index() -> None:
    """A message index gives offsets in time order."""
    entries = struct.pack('<QQQQ', 10, 100, 11, 50)
    channel_id, offsets = mcap_records.read_message_index(
        struct.pack('<HI', 4, len(entries)) + entries
    )
    assert (channel_id, offsets.tolist()) == (4, [100, 50])


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
    mcap_records.read_message_index,
    mcap_records.read_counts,
]


@pytest.mark.parametrize('reader', READERS)
@given(data=st.binary(max_size=80))
def test_any_bytes_are_a_record_or_an_error(reader: object, data: bytes) -> None:
    """Foreign bytes never raise anything but a SourceError."""
    with suppress(SourceError):
        reader(data)  # type: ignore[operator]
