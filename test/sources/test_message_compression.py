"""Messages that were compressed one by one, and those that were not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import zstandard

from rerun_bridge.messages import Channel, MessageBatch, TypeName
from rerun_bridge.sources.message_compression import plain_batch, plain_message

MESSAGES = [b'\0\1\0\0' + bytes([i]) * i * 100 for i in range(9)]


def batch(data: list[bytes]) -> MessageBatch:
    """Return messages as a batch, with a gap before each."""
    lengths = np.array([len(each) for each in data], np.int64)
    starts = np.cumsum(lengths + 2) - lengths
    buffer = np.frombuffer(b''.join(b'--' + each for each in data), np.uint8)
    times = np.arange(len(data), dtype=np.int64)
    return MessageBatch(
        Channel(1, '/t', TypeName('p/msg/T')), times, None, buffer, starts, lengths
    )


def messages(of: MessageBatch) -> list[bytes]:
    """Return the messages of a batch."""
    return [bytes(of.message(row)) for row in range(len(of))]


def test_a_plain_batch_is_itself() -> None:
    """Nothing is copied where nothing was compressed."""
    for plain in (batch(MESSAGES), batch([])):
        assert plain_batch(plain) is plain


def test_a_compressed_batch() -> None:
    """With the size of the content in the frame, or without it."""
    with_size = [pa.compress(each, codec='zstd', asbytes=True) for each in MESSAGES]
    writer = zstandard.ZstdCompressor(write_content_size=False)
    for packed in (with_size, [writer.compress(each) for each in MESSAGES]):
        found = plain_batch(batch(packed))
        assert messages(found) == MESSAGES
        assert found.log_times_ns.tolist() == list(range(9))


def test_a_damaged_message_costs_itself() -> None:
    """It stays as it is, for the decoder to refuse and to count."""
    packed = [pa.compress(each, codec='zstd', asbytes=True) for each in MESSAGES]
    packed[3] = packed[3][:9]
    assert messages(plain_batch(batch(packed))) == [*MESSAGES[:3], packed[3], *MESSAGES[4:]]
    assert plain_message(packed[3]) == packed[3]
    assert plain_message(packed[2]) == MESSAGES[2]
    assert plain_message(MESSAGES[2]) == MESSAGES[2]
