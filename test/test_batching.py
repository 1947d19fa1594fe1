"""Messages come out as they went in: in order, with their bytes, in larger batches."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.batching import Batcher, BatchLimits
from rerun_bridge.messages import (
    Channel,
    MessageBatch,
    ScatteredBatch,
    TypeName,
)
from rerun_bridge.nouns import replace

CHANNELS = [Channel(i, f'/t{i}', TypeName('p/msg/T')) for i in range(3)]
LIMITS = BatchLimits(
    target_bytes=64,
    target_rows=9,
    large_message_bytes=24,
    large_target_bytes=40,
    waiting_bytes=30_000,
)


def piece(channel: int, parts: list[bytes], first: int, gap: int = 0) -> MessageBatch:
    """Return messages with gaps between them."""
    buffer = np.frombuffer(b''.join(b'\xee' * gap + part for part in parts), np.uint8)
    lengths = np.array([len(part) for part in parts], np.int64)
    starts = np.cumsum(lengths + gap) - lengths
    times = np.arange(first, first + len(parts), dtype=np.int64)
    return MessageBatch(CHANNELS[channel], times, times, buffer, starts, lengths)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.lists(st.binary(max_size=30), max_size=6), st.integers(0, 40)
        ),
        max_size=25,
    )
)
def test_nothing_is_changed(pieces: list[tuple[int, list[bytes], int]]) -> None:
    """Every channel's messages, in order, each with its own time."""
    batcher, out, expected = Batcher(LIMITS), [], {}
    for row, (channel, parts, gap) in enumerate(pieces):
        out += batcher.add(piece(channel, parts, row * 100, gap))
        known = expected.setdefault(channel, [])
        known += [(row * 100 + i, part) for i, part in enumerate(parts)]
    out += batcher.flush()
    found: dict[int, list[tuple[int, bytes]]] = {channel: [] for channel in expected}
    for batch in out:
        times = batch.log_times_ns.tolist()
        found[batch.channel.id] += [(t, bytes(batch.message(i))) for i, t in enumerate(times)]
    assert found == expected


def test_small_pieces_become_large_batches() -> None:
    """Messages wait until there are enough of them, or the end comes."""
    batcher = Batcher(LIMITS)
    sizes = [len(batch) for i in range(20) for batch in batcher.add(piece(0, [b'x'], i))]
    sizes += [len(batch) for batch in batcher.flush()]
    assert sizes == [9, 9, 2]


def test_large_messages_pass_through_as_views() -> None:
    """A picture is not copied, and what waits before it goes first."""
    batcher = Batcher(LIMITS)
    assert list(batcher.add(piece(0, [b'small'], 0))) == []
    large = piece(0, [b'L' * 40], 1)
    first, second = batcher.add(large)
    assert bytes(first.message(0)) == b'small'
    assert second is large


def test_several_large_messages_stay_where_they_are() -> None:
    """They come together, but nobody copies them."""
    batcher = Batcher(BatchLimits(large_message_bytes=70_000, large_target_bytes=200_000))
    pieces = [piece(0, [bytes([i]) * 80_000], i, gap=3) for i in range(3)]
    assert not batcher.add(pieces[0])
    assert not batcher.add(pieces[1])
    (batch,) = batcher.add(pieces[2])
    assert isinstance(batch, ScatteredBatch)
    assert batch.log_times_ns.tolist() == [0, 1, 2]
    for row, each in enumerate(pieces):
        assert bytes(batch.message(row)) == bytes([row]) * 80_000
        assert np.shares_memory(np.frombuffer(batch.message(row), np.uint8), each.buffer)


def test_small_messages_do_not_keep_large_memory() -> None:
    """A few bytes out of a large chunk are copied out of it: one by one, or as a run."""
    buffer = np.zeros(100_000, np.uint8)
    apart, near = np.array([5, 90_000]), np.arange(30) * 40
    for starts, length, kept in ((apart, 3, 6), (near, 30, 29 * 40 + 30)):
        lengths, batcher = np.full(len(starts), length), Batcher()
        few = MessageBatch(CHANNELS[0], starts, None, buffer, starts, lengths)
        assert not batcher.add(few)
        (batch,) = batcher.flush()
        assert len(batch.buffer) == kept
        assert batch.publish_times_ns is None


def test_messages_that_fill_what_they_came_in_are_not_copied() -> None:
    """They wait as views."""
    dense, batcher = piece(0, [b'0123456789'] * 6, 0, gap=3), Batcher()
    assert not batcher.add(dense)
    (batch,) = batcher.flush()
    assert batch is dense


def messages_in(batches: list[MessageBatch]) -> int:
    """Return how many messages there are."""
    return sum(map(len, batches))


def test_what_waits_is_bounded_over_all_channels() -> None:
    """Many quiet channels together do not fill the memory."""
    batcher = Batcher(BatchLimits(waiting_bytes=1_000_000))
    channels = [Channel(i, f'/{i}', TypeName('p/msg/T')) for i in range(2000)]
    came = passed = most = 0
    for _ in range(5):
        for channel in channels:
            ready = batcher.add(replace(piece(0, [b'0123456789'], 0), channel=channel))
            came, passed = came + 1, passed + messages_in(ready)
            most = max(most, came - passed)
    assert most <= 1_000_000 // 300
    assert passed + messages_in(batcher.flush()) == came == 10_000


def test_the_heaviest_pays() -> None:
    """A light channel waits on, when a heavy one fills the memory."""
    batcher = Batcher(BatchLimits(waiting_bytes=100_000))
    assert not batcher.add(piece(0, [b'light'], 0))
    heavy = [batch for i in range(60) for batch in batcher.add(piece(1, [bytes(3000)], i))]
    assert {batch.channel.id for batch in heavy} == {1}
    assert len(heavy) > 1
    assert batcher.flush()[0].channel.id == 0


def test_a_clock_goes_first() -> None:
    """Whatever comes out, the ticks up to then have come before it."""
    clock = Channel(9, '/clock', TypeName('rosgraph_msgs/msg/Clock'))
    batcher = Batcher(LIMITS)
    assert not batcher.add(piece(0, [b'early'], 0))
    for ns in range(1, 4):
        assert not batcher.add(replace(piece(0, [b'tick'], ns), channel=clock))
    ticks, large = batcher.add(piece(1, [b'L' * 40], 5))
    assert (ticks.channel, ticks.log_times_ns.tolist()) == (clock, [1, 2, 3])
    assert large.channel is CHANNELS[1]
    assert not batcher.add(replace(piece(0, [b'tick'], 6), channel=clock))
    assert [batch.channel.id for batch in batcher.flush()] == [9, 0]


def test_many_small_pieces_of_a_channel() -> None:
    """They are put together on the way, so that what a piece costs is not held for each."""
    batcher = Batcher(BatchLimits(waiting_bytes=400_000))
    assert not [batch for i in range(3000) for batch in batcher.add(piece(0, [b'01234567'], i))]
    (batch,) = batcher.flush()
    assert batch.log_times_ns.tolist() == list(range(3000))


def test_nothing_waits_longer_than_a_limit() -> None:
    """By the log times of a bag: a quiet channel is passed on when others have moved on."""
    batcher = Batcher(BatchLimits(age_ns=100))
    assert not batcher.add(piece(0, [b'quiet'], 1000))
    assert not batcher.add(piece(1, [b'x'], 1050))
    (quiet,) = batcher.add(piece(1, [b'x'], 1100))
    assert quiet.channel is CHANNELS[0]
    (other,) = batcher.add(piece(1, [b'x'], 1150))
    assert (other.channel, len(other)) == (CHANNELS[1], 3)
    assert not batcher.flush()
