"""Reading messages in a test, for as long as it takes and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from rerun_bridge.sources.dds.samples import Samples

__all__ = ['LIMIT_S', 'eventually', 'read_messages', 'unpadded']

LIMIT_S = 30.0


class _Reader(Protocol):
    def take(self) -> list[Samples]:
        """Return what has come."""


def eventually(is_so: Callable[[], object], limit_s: float = LIMIT_S) -> bool:
    """Return whether something becomes so in time."""
    end_s = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > end_s:
            return False
        time.sleep(0.005)
    return True


def read_messages(reader: _Reader, count: int, limit_s: float = LIMIT_S) -> list[bytes]:
    """Return so many messages, or those that come in time."""
    found: list[bytes] = []

    def is_all() -> bool:
        for samples in reader.take():
            for start, length in zip(samples.starts.tolist(), samples.lengths.tolist()):
                found.append(samples.buffer[start : start + length].tobytes())
        return len(found) >= count

    eventually(is_all, limit_s)
    return found


def unpadded(found: list[bytes], sent: list[bytes]) -> list[bytes]:
    """Return messages without the up to three bytes of padding that the wire adds."""
    assert all(0 <= len(a) - len(b) <= 3 for a, b in zip(found, sent))
    return [a[: len(b)] for a, b in zip(found, sent)] + found[len(sent) :]
