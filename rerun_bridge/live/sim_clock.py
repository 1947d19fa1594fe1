"""
Simulated time: what ``/clock`` said when a message came.

As for nodes of ROS, the time is what the newest ``/clock`` says until the next one. A clock that
goes back begins an epoch: a simulation was started anew, or a bag played from its start again.
"""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import distinct
from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import replace

__all__ = ['CLOCK_TOPIC', 'SimClock']

CLOCK_TOPIC = '/clock'
NS_PER_S = 1_000_000_000
JITTER_NS = 100_000_000
"""Two who publish the clock may be apart by so much: time stands still then."""
MOST_SAMPLES = 8192
HEADER_BYTES, CLOCK_BYTES = 4, 12

Times = npt.NDArray[np.int64]


class SimClock:
    """
    Learns from the messages of ``/clock``, and gives others their times.

    :ivar has_begun: there was a first message; before that there is no time.
    """

    def __init__(self) -> None:
        self.has_begun = False
        self._wall_ns: Times = np.empty(0, np.int64)
        self._sim_ns: Times = np.empty(0, np.int64)
        self._epochs: Times = np.empty(0, np.int64)

    @property
    def epoch(self) -> int:
        """How often the clock has gone back."""
        return int(self._epochs[-1]) if self.has_begun else 0

    def learn(self, batch: MessageBatch) -> None:
        """
        Take messages of ``/clock``.

        :param batch: its log times are the wall clock's; those that are too short do not count.
        """
        told = [
            (wall_ns, _clock_ns(batch.message(row)))
            for row, wall_ns in enumerate(batch.log_times_ns.tolist())
            if batch.lengths[row] >= CLOCK_BYTES
        ]
        if not told:
            return
        latest_ns, epoch = (int(self._sim_ns[-1]) if self.has_begun else told[0][1]), self.epoch
        times, epochs = [], []
        for _, sim_ns in told:
            if sim_ns < latest_ns - JITTER_NS:
                epoch += 1
                latest_ns = sim_ns
            latest_ns = max(latest_ns, sim_ns)
            times.append(latest_ns)
            epochs.append(epoch)
        walls = np.array([wall_ns for wall_ns, _ in told], np.int64)
        self._wall_ns = _newest(self._wall_ns, walls)
        self._sim_ns = _newest(self._sim_ns, np.array(times, np.int64))
        self._epochs = _newest(self._epochs, np.array(epochs, np.int64))
        self.has_begun = True

    def at(self, wall_ns: int) -> int:
        """Return the simulated time at a time of the wall clock."""
        return int(self._sim_ns[self._rows(np.array([wall_ns], np.int64))[0]])

    def stamped(self, batch: MessageBatch) -> list[tuple[int, MessageBatch]]:
        """Return messages with simulated times, apart by the epoch in which they came."""
        rows = self._rows(batch.log_times_ns)
        sim_ns = self._sim_ns[rows]
        batch = replace(batch, log_times_ns=sim_ns, clock_times_ns=sim_ns)
        epochs = self._epochs[rows]
        if epochs[0] == epochs[-1] and (epochs == epochs[0]).all():
            return [(int(epochs[0]), batch)]
        return [
            (int(epoch), batch.pick(np.flatnonzero(epochs == epoch))) for epoch in distinct(epochs)
        ]

    def _rows(self, wall_ns: Times) -> npt.NDArray[np.int64]:
        """Return which sample held; what came before the first has the first."""
        return np.maximum(np.searchsorted(self._wall_ns, wall_ns, side='right') - 1, 0)


def _clock_ns(message: memoryview) -> int:
    order = '<' if message[1] & 1 else '>'
    seconds, ns = struct.unpack_from(f'{order}iI', message, HEADER_BYTES)
    return int(seconds) * NS_PER_S + int(ns)


def _newest(before: Times, more: Times) -> Times:
    return np.concatenate([before, more])[-MOST_SAMPLES:]
