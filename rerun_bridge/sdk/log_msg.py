"""
What a sink is sent.

The store a recording belongs to, and its chunks, both ready to be written.
"""

from __future__ import annotations

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.arrays import Piece as Bytes
from rerun_bridge.sdk.rrd.chunk_facts import ChunkFacts
from rerun_bridge.sdk.rrd.frames import FrameKind

__all__ = ['Bytes', 'LogMsg', 'StoreId']


@dataclass(frozen=True)
class StoreId:
    """
    Which recording something belongs to.

    :param kind: ``recording`` or ``blueprint``.
    """

    application_id: str
    recording_id: str
    kind: str = 'recording'


@dataclass(frozen=True)
class LogMsg:
    """
    One encoded message.

    :param payload: in pieces, so that large ones need not be copied together.
    :param facts: of a chunk, for the footer; None for other messages.
    """

    kind: FrameKind
    store: StoreId
    payload: tuple[Bytes, ...]
    facts: ChunkFacts | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes of the payload."""
        return sum(map(len, self.payload))
