"""
Which messages LZ4 is worth its time for.

What it hardly shrinks is stored as it is, since for pictures and noisy floats it costs time at
both ends and gains nothing. Samples of a chunk tell; and what they told holds for the next chunks
of the same entity and components, since a sensor's noise stays noise.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeAlias

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import Bytes
from rerun_bridge.sdk.rrd.lz4 import compressed

__all__ = ['LZ4', 'NONE', 'Compression']

NONE, LZ4 = 1, 2
PROBE_BYTES = 8 * 1024
PROBES, PROBED_ONCE_BYTES = 3, 256 * 1024
MOST_PROBED = 32
ALWAYS_TRIED_BYTES = 64 * 1024
WORTH_IT, KEPT = 0.45, 0.9
"""
Samples must shrink to the first for LZ4 to be tried.

What it then makes is kept up to the second.
"""
HOLDS_FOR = 7
"""For so many chunks more than it was found by: what samples cost is shared by eight."""
MOST_REMEMBERED = 1024

Pieces: TypeAlias = 'tuple[Bytes, ...]'


class Compression:
    """
    Compresses the messages of one recording; for one thread.

    :param is_wanted: take time for all that saves something worth having.
    """

    def __init__(self, *, is_wanted: bool = False) -> None:
        self._is_wanted = is_wanted
        self._verdicts: dict[Hashable, tuple[bool, int]] = {}

    def of(self, chunk: Chunk, pieces: Pieces, size: int) -> tuple[int, Pieces]:
        """
        Return which compression is worth its time, and what it makes.

        :param pieces: which the chunk is encoded to.
        :param size: of them together.
        """
        if size <= ALWAYS_TRIED_BYTES:
            return self._tried(pieces, size, size)
        kind = (chunk.entity_path, *[column.descriptor for column in chunk.components])
        is_worth_it, left = self._verdicts.pop(kind, (False, 0))
        if not left:
            is_worth_it = _shrinks(pieces, KEPT if self._is_wanted else WORTH_IT)
            left = HOLDS_FOR + 1
        found: tuple[int, Pieces] = (NONE, pieces)
        if is_worth_it:
            found = self._tried(pieces, size, size * KEPT)
            is_worth_it = found[0] == LZ4
        if len(self._verdicts) < MOST_REMEMBERED:
            self._verdicts[kind] = (is_worth_it, left - 1)
        return found

    def _tried(self, pieces: Pieces, size: int, kept_below: float) -> tuple[int, Pieces]:
        packed = compressed(b''.join(pieces), quickly=not self._is_wanted)
        return (LZ4, (packed,)) if len(packed) < kept_below else (NONE, pieces)


def _shrinks(pieces: Pieces, worth_it: float) -> bool:
    """Tell from samples of every column whether LZ4 is worth its time."""
    expected, probed = 0.0, 0
    for piece in pieces[:: 1 + len(pieces) // MOST_PROBED]:
        length = len(piece)
        probes = PROBES if length > PROBES * PROBED_ONCE_BYTES else 1
        sampled = packed = 0
        for probe in range(probes):
            start = max(0, length * (2 * probe + 1) // (2 * probes) - PROBE_BYTES // 2)
            sample = bytes(memoryview(piece)[start : start + PROBE_BYTES])
            packed += len(compressed(sample, quickly=True))
            sampled += len(sample)
        expected += length * packed / sampled
        probed += length
    return expected < worth_it * probed
