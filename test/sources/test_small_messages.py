"""Small messages of many chunks come together, and each channel's in their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources import small_messages
from rerun_bridge.sources.mcap import McapSource
from rerun_bridge.sources.mcap_chunk import chunk_records
from rerun_bridge.sources.small_messages import MOST_PARTS, Part, SmallMessages
from test.sources.test_mcap_chunk import message
from test.support.small_bags import new_bag

LARGE = 9
Found = dict[int, list[tuple[int, bytes]]]


@pytest.fixture(autouse=True, scope='module')
def _small_limits() -> Iterator[None]:
    """Have few bytes be much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_messages, 'LARGE_BYTES', LARGE)
        patch.setattr(small_messages, 'ENOUGH_BYTES', 1000)
        yield


def chunk(messages: list[tuple[int, bytes]], first_ns: int) -> Part:
    """Return a chunk as it is read."""
    parts = [message(key, first_ns + row, content) for row, (key, content) in enumerate(messages)]
    data = np.frombuffer(b''.join(parts), np.uint8)
    return data, chunk_records(data, {}).messages


def read(part: Part, found: Found) -> None:
    """Add what a part holds."""
    data, by_channel = part
    for channel_id, each in by_channel.items():
        places = zip(each.log_times_ns.tolist(), each.starts.tolist(), each.lengths.tolist())
        assert each.publish_times_ns.tolist() == (each.log_times_ns + 1).tolist()
        texts = [(time, data[at : at + size].tobytes()) for time, at, size in places]
        assert texts
        found.setdefault(channel_id, []).extend(texts)


MESSAGES = st.lists(st.tuples(st.integers(1, 4), st.binary(max_size=LARGE + 3)), max_size=9)


@given(st.lists(MESSAGES, max_size=12), st.sets(st.integers(1, 4)))
def test_nothing_is_lost_or_changed(
    chunks: list[list[tuple[int, bytes]]], apart: set[int]
) -> None:
    """Whatever sizes a channel's messages have: they may be small at first and large later."""
    small, found, expected, time = SmallMessages(apart), {}, {}, 0
    for messages in chunks:
        for part in small.add(*chunk(messages, time)):
            read(part, found)
        for channel_id, content in messages:
            expected.setdefault(channel_id, []).append((time, content))
            time += 1
        for channel_id in apart & expected.keys():
            assert found[channel_id] == expected[channel_id]
    for part in small.flush():
        read(part, found)
    assert found == expected
    assert not list(small.flush())


def test_small_ones_wait_and_large_ones_do_not() -> None:
    """The copy of a chunk lacks what is large."""
    small = SmallMessages(frozenset())
    (large,) = small.add(*chunk([(1, b'a'), (2, bytes(LARGE)), (1, b'b')], 0))
    assert large[1].ids == (2,)
    ((data, waited),) = small.flush()
    assert waited.ids == (1,)
    assert len(data) < len(large[0]) - LARGE + 1


def test_they_do_not_wait_for_ever() -> None:
    """Many chunks are enough, and so are many bytes."""
    small = SmallMessages(frozenset())
    parts = [len(list(small.add(*chunk([(1, b'a')], row)))) for row in range(2 * MOST_PARTS)]
    assert sum(parts) >= 2
    assert parts[0] == 0
    assert len(list(small.add(*chunk([(1, b'abcd')] * 100, 0)))) == 1


def test_the_messages_of_a_bag(tmp_path: Path) -> None:
    """A bag of many chunks has as many batches as channels."""
    path = tmp_path / 'bag.mcap'
    with new_bag(path, chunk_size=600) as bag:
        bag.floats('/a', 300)
        bag.floats('/b', 300)
    with McapSource(path) as source:
        assert source._file.summary is not None
        assert len(source._file.summary.chunks) > 20
        assert sorted((batch.channel.topic, len(batch)) for batch in source.batches()) == [
            ('/a', 300),
            ('/b', 300),
        ]
