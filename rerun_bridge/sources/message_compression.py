"""Messages that rosbag2 compressed one by one (``compression_mode: MESSAGE``), made plain."""

from __future__ import annotations

import numpy as np

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.sources.codecs import ZSTD_MAGIC, zstd_message

__all__ = ['plain_batch', 'plain_message']


def plain_batch(batch: MessageBatch) -> MessageBatch:
    """
    Return a batch with its messages as they were published.

    No CDR message begins as a zstd frame does, the first byte of its encapsulation header is zero;
    and rosbag2 compresses all messages or none. So the first one tells.
    """
    if not len(batch) or batch.message(0)[:4] != ZSTD_MAGIC:
        return batch
    data = [plain_message(batch.message(row)) for row in range(len(batch))]
    lengths = np.fromiter(map(len, data), np.int64, len(data))
    return replace(
        batch,
        buffer=np.frombuffer(b''.join(data), np.uint8),
        starts=np.cumsum(lengths) - lengths,
        lengths=lengths,
    )


def plain_message(data: bytes | memoryview) -> bytes | memoryview:
    """Return a message as it was published; a damaged one as it is, for the decoder to refuse."""
    if data[:4] != ZSTD_MAGIC:
        return data
    try:
        return zstd_message(data)
    except SourceError:
        return data
