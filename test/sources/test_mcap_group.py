"""Chunks put together hold the same records as one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.nouns import replace
from rerun_bridge.sources.mcap import McapSource
from rerun_bridge.sources.mcap_group import GROUP_BYTES, ChunkGroup
from rerun_bridge.sources.mcap_load import LoadedChunk
from test.sources.test_mcap_chunk import channel, message
from test.support.small_bags import new_bag

Message = tuple[int, bytes]


def loaded(messages: list[Message], first_ns: int = 0, *, forgets: bool = False) -> LoadedChunk:
    """
    Return a chunk.

    :param forgets: its index lacks the last message.
    """
    data, index = bytearray(channel(1)), {}
    for row, (channel_id, content) in enumerate(messages):
        index.setdefault(channel_id, []).append(len(data))
        data += message(channel_id, first_ns + row, content)
    if forgets:
        index[messages[-1][0]].pop()
    arrays = {key: np.array(offsets, np.int64) for key, offsets in index.items()}
    return LoadedChunk(np.frombuffer(bytes(data), np.uint8), arrays)


def flushed(group: ChunkGroup) -> tuple[list[int], dict[int, list[tuple[int, bytes]]], int]:
    """Return the offsets of what comes out, all messages by channel, and how many channels."""
    offsets, found, channels = [], {}, 0
    for offset, data, records in group.flush():
        offsets.append(offset)
        channels += len(records.channels)
        assert not records.damage
        for channel_id, each in records.messages.items():
            places = zip(each.log_times_ns.tolist(), each.starts.tolist(), each.lengths.tolist())
            texts = [(time, data[at : at + size].tobytes()) for time, at, size in places]
            found.setdefault(channel_id, []).extend(texts)
    return offsets, found, channels


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(1, 3), st.binary(max_size=9)), min_size=1, max_size=8),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_holds_all_messages_in_order(chunks: list[tuple[list[Message], bool]]) -> None:
    """In one piece; or one by one, where an index does not know all of its chunk."""
    group, expected, time = ChunkGroup(), {}, 0
    for number, (messages, forgets) in enumerate(chunks):
        group.add(number * 100, loaded(messages, time, forgets=forgets))
        for channel_id, content in messages:
            expected.setdefault(channel_id, []).append((time, content))
            time += 1
    is_whole = not any(forgets for _, forgets in chunks)
    offsets, found, channels = flushed(group)
    assert found == expected
    assert channels == len(chunks)
    assert offsets == ([0] if is_whole else [100 * number for number in range(len(chunks))])
    assert list(group.flush()) == []


def test_takes_what_fits() -> None:
    """A chunk that is larger than the group is for others."""
    group = ChunkGroup()
    assert group.takes(GROUP_BYTES)
    assert not group.takes(GROUP_BYTES + 1)
    chunk = loaded([(1, bytes(100))])
    group.add(0, chunk)
    assert group.takes(GROUP_BYTES - len(chunk.data))
    assert not group.takes(GROUP_BYTES - len(chunk.data) + 1)
    list(group.flush())
    assert group.takes(GROUP_BYTES)


def test_a_chunk_in_its_place_is_not_copied() -> None:
    """And a place that was given is not given again once the group is flushed."""
    group, first, second = ChunkGroup(), loaded([(1, b'ab')]), loaded([(1, b'cd')], 1)
    places = []
    for number, chunk in enumerate((first, second)):
        place = group.room(len(chunk.data))
        assert place is not None
        place[:] = chunk.data.tobytes()
        places.append(place)
        group.add(number, replace(chunk, data=np.frombuffer(place, np.uint8)))
    assert flushed(group) == ([0], {1: [(0, b'ab'), (1, b'cd')]}, 2)
    unused = group.room(8)
    assert unused is not None
    unused[:] = b'received'
    assert not list(group.flush())
    again = group.room(8)
    assert again is not None
    again[:] = b'anything'
    assert bytes(unused) == b'received'
    assert [bytes(place[-2:]) for place in places] == [b'ab', b'cd']
    assert group.room(GROUP_BYTES + 1) is None


def test_a_bag_of_small_messages_has_few_batches(tmp_path: Path) -> None:
    """However many chunks they come in, and none is lost where one chunk is damaged."""
    path = tmp_path / 'small.mcap'
    with new_bag(path, chunk_size=2048) as bag:
        bag.floats('/a', 2000)
    with McapSource(path) as source:
        (batch,) = source.batches()
        assert len(batch) == 2000
        assert source._file.summary is not None
        chunks = source._file.summary.chunks
        assert len(chunks) > 10
    data = bytearray(path.read_bytes())
    middle = chunks[5]
    data[middle.offset + middle.length - 1] ^= 0xFF
    path.write_bytes(data)
    with McapSource(path) as source:
        found = np.concatenate([batch.log_times_ns for batch in source.batches()])
        (loss,) = source.losses()
    assert loss.messages == 2000 - len(found) > 0
    assert (np.diff(found) > 0).all()
