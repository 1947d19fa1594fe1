"""The message index of a chunk and a walk through its records say the same."""

from __future__ import annotations

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.mcap_chunk import ChunkRecords, chunk_records


def message(channel_id: int, time_ns: int, data: bytes) -> bytes:
    """Return a message record."""
    head = struct.pack('<HIQQ', channel_id, 0, time_ns, time_ns + 1)
    return struct.pack('<BQ', 5, len(head) + len(data)) + head + data


def channel(channel_id: int) -> bytes:
    """Return a channel record."""
    content = struct.pack('<HHI2sI3sI', channel_id, 0, 2, b'/t', 3, b'cdr', 0)
    return struct.pack('<BQ', 4, len(content)) + content


def as_lists(records: ChunkRecords) -> dict[int, list[list[int]]]:
    """Return the messages as plain numbers."""
    return {
        key: [
            m.starts.tolist(),
            m.lengths.tolist(),
            m.log_times_ns.tolist(),
            m.publish_times_ns.tolist(),
        ]
        for key, m in records.messages.items()
    }


@given(st.lists(st.tuples(st.integers(1, 3), st.binary(max_size=9), st.booleans()), max_size=30))
def test_index_and_walk_agree(entries: list[tuple[int, bytes, bool]]) -> None:
    """With the index or without it: the same messages, also with other records between them."""
    data, index = bytearray(), {}
    for row, (channel_id, content, with_channel) in enumerate(entries):
        if with_channel:
            data += channel(channel_id)
        index.setdefault(channel_id, []).append(len(data))
        data += message(channel_id, row, content)
    buffer = np.frombuffer(bytes(data), np.uint8)
    walked = chunk_records(buffer, {})
    indexed = chunk_records(buffer, {k: np.array(v, np.int64) for k, v in index.items()})
    assert as_lists(indexed) == as_lists(walked)
    assert len(indexed.channels) == len(walked.channels) == sum(entry[2] for entry in entries)


def test_an_index_that_leaves_messages_out_is_not_believed() -> None:
    """A message that the index does not know is found all the same."""
    data = message(1, 0, b'abc') + message(1, 1, b'de')
    records = chunk_records(np.frombuffer(data, np.uint8), {1: np.array([0], np.int64)})
    assert dict(records.messages.items())[1].lengths.tolist() == [3, 2]


def test_a_record_that_does_not_fit_is_damage() -> None:
    """What comes before it is kept, and where it is is said."""
    good = message(1, 0, b'abc')
    records = chunk_records(np.frombuffer(good + b'\5\xff\xff', np.uint8), {})
    assert len(dict(records.messages.items())[1].starts) == 1
    assert f'byte {len(good)}' in records.damage
