"""What is heard of a channel, and waiting for many of them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from ctypes import c_ssize_t

import numpy as np

from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.sources.base import Drops
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.overtaken import Overtaken
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import LARGE_BYTES, RawReader
from rerun_bridge.sources.dds.samples import Samples
from rerun_bridge.sources.dds.typed_reader import TypedReader
from rerun_bridge.subscription_qos import LARGE_TYPES

__all__ = ['Feed', 'Waiting']

MOST_TRIGGERED = 4096


class Feed:
    """
    The reader of a channel.

    :param type_hash_of: the hash that a writer says its type has; None where unknown. Readers are
        matched by the name of the type alone.
    :param arrivals: of the whole domain.
    """

    def __init__(
        self,
        channel: Channel,
        reader: RawReader | TypedReader,
        type_hash_of: Callable[[int], str | None],
        arrivals: ArrivalTimes,
    ) -> None:
        self.channel = channel
        self.reader = reader
        self.is_heavy = channel.type_name in LARGE_TYPES
        self.fullness = 0.0
        """How full it was when it was last looked at."""
        self.overtaken = Overtaken(reader.depth)
        self._type_hash_of = type_hash_of
        self._arrivals = arrivals
        self._found: list[Samples] = []
        self._last_ns = time.time_ns()  # nothing came before it was asked for

    def look(self, found: list[Samples], now_ns: int) -> bool:
        """
        Note what has come, for :meth:`batches`; return whether that is anything.

        :param found: what the reader gave.
        """
        self._found = found
        if not found:
            return False
        for samples in found:
            self._arrivals.learn(samples, now_ns)
        count = sum([len(samples.lengths) for samples in found])
        size_bytes = sum([len(samples.buffer) for samples in found])
        self.fullness = count / self.reader.depth if self.reader.depth else 0.0
        self.is_heavy = self.is_heavy or size_bytes >= LARGE_BYTES * count
        published_ns = [each.published_ns for each in found]
        self.overtaken.look(
            published_ns[0] if len(found) == 1 else np.concatenate(published_ns), size_bytes
        )
        return True

    def batches(self, since_ns: int, now_ns: int) -> Iterator[MessageBatch]:
        """
        Yield what was taken.

        :param since_ns: nothing of it came before.
        :param now_ns: when it was taken.
        """
        taken, self._found = self._found, []
        own = self.channel.type_hash
        for samples in taken:
            came_ns = self._arrivals.estimate(samples, max(since_ns, self._last_ns), now_ns)
            self._last_ns = int(came_ns[-1])
            batch = MessageBatch(
                self.channel,
                came_ns,
                samples.published_ns,
                samples.buffer,
                samples.starts,
                samples.lengths,
            )
            known = samples.writers[:1] if samples.is_of_one else samples.writers
            writers = set(known.tolist())
            foreign = [each for each in writers if self._type_hash_of(each) not in (own, None)]
            if foreign:
                batch = batch.pick(np.flatnonzero(~np.isin(samples.writers, foreign)))
            if len(batch):
                yield batch

    def drops(self) -> Drops:
        """Return what was lost."""
        messages = self.overtaken.messages + self.reader.lost()
        return Drops(self.channel, messages, self.overtaken.size_bytes)


class Waiting:
    """Readers that are waited for together."""

    def __init__(self, participant: Participant) -> None:
        self._library = participant.library
        created = self._library.dds_create_waitset(participant.entity)
        self._entity = self._library.done(created, 'no waitset')
        # Without anything to wait for it would not wait at all.
        created = self._library.dds_create_guardcondition(participant.entity)
        never = self._library.done(created, 'no condition')
        self._library.done(self._library.dds_waitset_attach(self._entity, never, 0), 'no waitset')
        self._triggered = (c_ssize_t * MOST_TRIGGERED)()

    def attach(self, feed: Feed) -> None:
        """Wait for one more."""
        condition = feed.reader.condition
        attached = self._library.dds_waitset_attach(self._entity, condition, condition)
        self._library.done(attached, f'topic {feed.channel.topic}')

    def detach(self, feed: Feed) -> None:
        """Wait for one less."""
        self._library.dds_waitset_detach(self._entity, feed.reader.condition)

    def wait(self, limit_ns: int) -> list[int]:
        """Return the conditions of those that have something, at the latest after a time."""
        count = self._library.dds_waitset_wait(
            self._entity, self._triggered, MOST_TRIGGERED, limit_ns
        )
        return self._triggered[: max(count, 0)]
