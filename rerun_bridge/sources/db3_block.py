"""What is wanted of a .db3 file's messages, and what comes: blocks of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import dataclass

__all__ = ['BLOCK_BYTES', 'LARGE_BYTES', 'LEAST_ID', 'RowBlock', 'Wanted']

BLOCK_BYTES = 8 * 1024 * 1024
"""About as many of messages make a block."""
LARGE_BYTES = 64 * 1024
"""Messages from this size on are better not copied together."""
LEAST_ID = -(2**63)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RowBlock:
    """
    Messages of any topics, those of one topic in the order of their row ids.

    :param starts: of the messages in the buffer, int64, shape (n,).
    :param last_id: how far reading has come.
    """

    topic_ids: Ints
    log_times_ns: Ints
    buffer: npt.NDArray[np.uint8]
    starts: Ints
    lengths: Ints
    last_id: int


@dataclass(frozen=True)
class Wanted:
    """
    Which messages are wanted, by topic and time; None where that does not matter.

    :param end_ns: the first time that is not wanted any more.
    """

    topic_ids: tuple[int, ...] | None = None
    start_ns: int | None = None
    end_ns: int | None = None

    @property
    def sql(self) -> str:
        """Return the same as conditions, from `` AND`` on; empty for none."""
        text = ''
        if self.topic_ids is not None:
            text += f' AND topic_id IN ({",".join(map(str, self.topic_ids))})'
        if self.start_ns is not None:
            text += f' AND timestamp >= {self.start_ns:d}'
        if self.end_ns is not None:
            text += f' AND timestamp < {self.end_ns:d}'
        return text

    def rows(self, topic_ids: Ints, times_ns: Ints) -> npt.NDArray[np.bool_] | None:
        """Tell which of some messages are wanted; None for all of them."""
        if self == Wanted():
            return None
        wanted = np.ones(len(topic_ids), np.bool_)
        if self.topic_ids is not None:
            wanted &= np.isin(topic_ids, self.topic_ids)
        if self.start_ns is not None:
            wanted &= times_ns >= self.start_ns
        if self.end_ns is not None:
            wanted &= times_ns < self.end_ns
        return wanted
