"""From the queue through the bridge: many small pieces as few batches, round by round."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from rerun_bridge.batching import together
from rerun_bridge.bridge import Bridge, Recording
from rerun_bridge.errors import BridgeError
from rerun_bridge.frames import Frames
from rerun_bridge.live.channel_totals import totals
from rerun_bridge.live.frame_watch import FrameWatch
from rerun_bridge.live.graph_change import GraphChange
from rerun_bridge.live.sim_clock import SimClock
from rerun_bridge.live.statistics import OWN_PATH, Statistics
from rerun_bridge.messages import CLOCK_TYPE, Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.row_times import LOG_TIME
from rerun_bridge.sdk.archetypes import TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.time import TimeColumn
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['Forwarding']

SAMPLES = 8
"""So many messages tell which of several definitions a type has."""
ENOUGH_BYTES, ENOUGH_CHUNKS = 1024 * 1024, 64
"""So much is sent before the next ones are made."""
OLDEST_KNOWN = 'humble'
"""The distro that still is in use and whose publishers say no hash of their types."""
LOOK_NS = 1_000_000_000
"""How often the bridge says something of itself."""


class _Round:
    """
    The chunks of a round.

    Together they are encoded and sent by this thread, while the recording's own rests. To give
    them to the other one by one, while more are made, has both threads wait for each other, which
    doubles what a small chunk costs.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._send_chunks = getattr(recording, 'send_chunks', None)
        self._chunks: list[Chunk] = []
        self._size_bytes = 0

    def send_chunk(self, chunk: Chunk) -> None:
        self._chunks.append(chunk)
        self._size_bytes += chunk.size_bytes
        if self._size_bytes > ENOUGH_BYTES or len(self._chunks) >= ENOUGH_CHUNKS:
            self.send()

    def send(self) -> None:
        chunks, self._chunks, self._size_bytes = self._chunks, [], 0
        if self._send_chunks is not None:
            if chunks:
                self._send_chunks(chunks)
            return
        for chunk in chunks:
            self._recording.send_chunk(chunk)


class Forwarding:
    """
    Takes what waits in a queue and sends it through a bridge.

    :param recording: takes the chunks.
    :param lookup: for types whose publishers do not say which definition they have.
    :param clock: of a simulation; None for the wall clock.
    :param renew: ends the recording and returns the next; called when the clock goes back.
    :param says: whether the bridge says something of itself in the recording.
    :param now: the wall clock.
    """

    def __init__(
        self,
        queue: LiveQueue,
        recording: Recording,
        selection: TopicSelection,
        frames: Frames | None,
        lookup: DefinitionLookup,
        clock: SimClock | None = None,
        renew: Callable[[], Recording] | None = None,
        *,
        says: bool = False,
        now: Callable[[], int] = time.time_ns,
    ) -> None:
        self._queue = queue
        self._selection = selection
        self._frames = frames
        self._round = _Round(recording)
        self._bridge = Bridge(self._round, selection, frames)
        self._ended: list[ChannelStats] = []
        self._expected: Sequence[Channel] = ()
        self._lookup = lookup
        self._clock = clock
        self._epoch = 0
        self._changed: tuple[TopicSelection, Frames | None] | None = None
        self._renew = renew
        self.renewals = 0
        """How often what is latched has to come once more."""
        self._channels: dict[int, Channel] = {}
        self._says = says
        self._now = now
        self._looked_ns = now()
        self.statistics = Statistics(self._looked_ns)
        self._watch = FrameWatch()
        self._notes: deque[GraphChange] = deque()
        self.told: deque[GraphChange] = deque()
        """What was found out here and is to be told."""
        self.late = 0
        """Messages of an epoch that was over when they came, dropped."""
        self.size_bytes = 0

    @property
    def stats(self) -> Sequence[ChannelStats]:
        """Return the counters of every channel, over all recordings; safe from any thread."""
        return totals([*self._ended, *self._bridge.stats])

    @property
    def messages(self) -> int:
        """Return how many messages came; safe from any thread."""
        return sum(each.messages for each in [*self._ended, *self._bridge.stats])

    @property
    def frame_trees(self) -> Mapping[str, Sequence[str]]:
        """Return, by root, the frames that data is in, the main one first."""
        return self._bridge.frame_trees

    def expect(self, channels: Iterable[Channel]) -> None:
        """Say which channels there may be messages of."""
        self._expected = list(channels)
        self._bridge.expect(self._expected)

    def change(self, selection: TopicSelection, frames: Frames | None) -> None:
        """Have other rules from the next round on; safe from any thread."""
        self._changed = selection, frames

    def note(self, change: GraphChange) -> None:
        """Have the recording say what happened; safe from any thread."""
        if self._says:
            self._notes.append(change)

    def round(self) -> int:
        """Forward what is due, and return how many messages that was."""
        count = 0
        self._take_change()
        for epoch, pieces in self._epochs(self._queue.take()):
            if epoch < self._epoch:
                self.late += sum(map(len, pieces))
                continue
            if epoch > self._epoch:
                self._epoch = epoch
                self._begin_anew()
            count += self._forward(pieces)
        return count

    def look(self, dropped: Callable[[], Mapping[str, int]], *, is_last: bool = False) -> None:
        """
        Say what is worth saying of the bridge itself, once a second.

        :param dropped: tells how many messages came and were not forwarded, by topic.
        """
        self._take_change()
        now_ns = self._now()
        if now_ns - self._looked_ns < LOOK_NS and not is_last:
            return
        self._looked_ns = now_ns
        self.statistics.look(dropped(), now_ns)
        for change in self._watch.look(self._bridge.frame_trees, now_ns):
            self.told.append(change)
            self.note(change)
        if self._says and (self._clock is None or self._clock.has_begun):
            log_ns = now_ns if self._clock is None else self._clock.at(now_ns)
            for chunk in self.statistics.chunks(log_ns):
                self._round.send_chunk(chunk)
            if notes := [self._notes.popleft() for _ in range(len(self._notes))]:
                self._round.send_chunk(_log_chunk(notes, log_ns))
        self._round.send()

    def _take_change(self) -> None:
        if self._changed is not None:
            (self._selection, self._frames), self._changed = self._changed, None
            self._new_bridge()

    def _epochs(self, pieces: list[MessageBatch]) -> list[tuple[int, list[MessageBatch]]]:
        """Return pieces apart by the epoch of the clock in which they came, in order."""
        if self._clock is None:
            return [(self._epoch, pieces)]
        while any(each.channel.type_name == CLOCK_TYPE for each in pieces):
            for each in pieces:
                if each.channel.type_name == CLOCK_TYPE:
                    self._clock.learn(each)
            if self._clock.epoch == self._epoch or not (more := self._queue.take()):
                break
            pieces += more  # all that came before the clock went back goes before it
        if not self._clock.has_begun:
            self.late += sum(map(len, pieces))
            return []
        apart: dict[int, list[MessageBatch]] = {}
        for piece in pieces:
            for epoch, part in self._clock.stamped(piece):
                apart.setdefault(epoch, []).append(part)
        return sorted(apart.items())

    def _begin_anew(self) -> None:
        """Go on in another recording: on this one the time would go back."""
        self._bridge.finish()
        self._round.send()
        change = GraphChange('', 'the clock was set back: a new recording begins')
        self.told.append(change)
        if self._renew is not None:
            self._round = _Round(self._renew())
        self._new_bridge()
        self.statistics.forget_shown()
        self.note(change)

    def _new_bridge(self) -> None:
        """Begin with nothing known; what is latched has to come once more."""
        self._ended = list(totals([*self._ended, *self._bridge.stats]))
        self._bridge = Bridge(self._round, self._selection, self._frames)
        self._bridge.expect(self._expected)
        self.renewals += 1

    def _forward(self, pieces: list[MessageBatch]) -> int:
        of_channel: dict[int, list[MessageBatch]] = {}
        for piece in pieces:
            of_channel.setdefault(piece.channel.id, []).append(piece)
        batches = [together(each) for each in of_channel.values()]
        self._bridge.send_together(map(self._resolved, batches))
        self.size_bytes += sum([batch.size_bytes for batch in batches])
        self._bridge.finish()
        self._round.send()
        now_ns = self._now()
        for batch in batches:
            self.statistics.add(batch, now_ns)
        return sum(map(len, batches))

    def _resolved(self, batch: MessageBatch) -> MessageBatch:
        """Return messages with the definition of their type, where they tell which it is."""
        channel = batch.channel
        if channel.definition is not None:
            return batch
        known = self._channels.get(channel.id)
        if known is None:
            samples = [batch.message(row) for row in range(min(SAMPLES, len(batch)))]
            try:
                definition = self._lookup.find(
                    channel.type_name,
                    type_hash=channel.type_hash,
                    ros_distro='' if channel.type_hash else OLDEST_KNOWN,
                    samples=samples,
                )
            except BridgeError:  # told when it was subscribed
                definition = None
            known = self._channels[channel.id] = replace(channel, definition=definition)
        return replace(batch, channel=known)


def _log_chunk(notes: Sequence[GraphChange], log_ns: int) -> Chunk:
    """Return what happened as lines of a log."""
    components = (
        TextLog.text.column([str(note) for note in notes]),
        TextLog.level.column(['WARN' if note.is_warning else 'INFO' for note in notes]),
    )
    times = (TimeColumn(LOG_TIME, np.full(len(notes), log_ns, np.int64)),)
    path = EntityPath((OWN_PATH, 'log'))
    return Chunk(new_chunk_id(), path, new_row_ids(len(notes)), times, components)
