"""A scene is one drive of the robot: when it begins, how long it takes, and what is random."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from demo.stream import SECOND_NS, Times

__all__ = ['Scene']

START_NS = 1_700_000_000 * SECOND_NS


@dataclass(frozen=True)
class Scene:
    """
    One drive.

    :param seconds: how long.
    :param seed: the same seed gives the same bytes.
    """

    seconds: float
    seed: int = 1
    start_ns: int = START_NS

    def random(self, topic: str) -> np.random.Generator:
        """Return the randomness of a topic, whichever others there are."""
        return np.random.default_rng([self.seed, zlib.crc32(topic.encode())])

    def times(self, topic: str, rate_hz: float) -> Times:
        """Return the times of a periodic stream, with jitter; at least one message."""
        count = max(1, round(self.seconds * rate_hz))
        random = self.random('times of ' + topic)
        period_ns = SECOND_NS / rate_hz
        jitter_ns = random.normal(0, period_ns * 0.01, count)
        after_ns = np.maximum(np.arange(count) * period_ns + jitter_ns, 0)
        stamp_ns = self.start_ns + after_ns.astype(np.int64)
        publish_ns = stamp_ns + random.integers(50_000, 250_000, count)
        log_ns = np.maximum.accumulate(publish_ns + random.integers(30_000, 200_000, count))
        return Times(stamp_ns, publish_ns, log_ns)

    def once(self) -> Times:
        """Return the times of a single message at the beginning."""
        at = np.array([self.start_ns], np.int64)
        return Times(at, at + 100_000, at + 150_000)

    def elapsed_s(self, times: Times) -> npt.NDArray[np.float64]:
        """Return how long after the beginning each message was measured: shape (n,)."""
        return (times.stamp_ns - self.start_ns) / SECOND_NS
