"""Messages come out as they went in: in order, with their bytes, in larger batches."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.batching import Batcher, BatchLimits
from rerun_bridge.messages import Channel, MessageBatch, TypeName

CHANNELS = [Channel(i, f'/t{i}', TypeName('p/msg/T')) for i in range(3)]
LIMITS = BatchLimits(target_bytes=64, target_rows=9, large_message_bytes=24, waiting_bytes=150)


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


def test_small_messages_do_not_keep_large_memory() -> None:
    """A few bytes out of a large chunk are copied out of it."""
    buffer = np.zeros(100_000, np.uint8)
    starts, lengths = np.array([5, 90_000]), np.array([3, 3])
    times = np.array([1, 2], np.int64)
    (batch,) = list(
        Batcher().add(MessageBatch(CHANNELS[0], times, None, buffer, starts, lengths))
    ) or list(_flushed(MessageBatch(CHANNELS[0], times, None, buffer, starts, lengths)))
    assert len(batch.buffer) == 6
    assert batch.publish_times_ns is None


def _flushed(batch: MessageBatch) -> list[MessageBatch]:
    batcher = Batcher()
    assert not list(batcher.add(batch))
    return list(batcher.flush())


def test_what_waits_is_bounded_over_all_channels() -> None:
    """Many quiet channels together do not fill the memory."""
    batcher = Batcher(BatchLimits(waiting_bytes=100))
    channels = [Channel(i, f'/{i}', TypeName('p/msg/T')) for i in range(50)]
    passed = 0
    for channel in channels:
        one = piece(0, [b'0123456789'], 0)
        for batch in batcher.add(MessageBatch(channel, *list(vars(one).values())[1:])):
            passed += batch.size_bytes
    assert passed >= 500 - 110
