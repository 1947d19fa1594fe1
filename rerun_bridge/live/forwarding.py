"""From the queue through the bridge: many small pieces as few batches, round by round."""

from __future__ import annotations

from rerun_bridge.batching import Batcher
from rerun_bridge.bridge import Bridge, Recording
from rerun_bridge.errors import BridgeError
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['Forwarding']

SAMPLES = 8
"""So many messages tell which of several definitions a type has."""
ENOUGH_BYTES = 1024 * 1024
"""Large chunks are encoded while the next ones are made."""
OLDEST_KNOWN = 'humble'
"""The distro that still is in use and whose publishers say no hash of their types."""


class _Round:
    """
    The chunks of a round.

    The recording encodes in a thread of its own. To give it chunks one by one while more of them
    are made has both threads wait for each other, which doubles what a small chunk costs.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._chunks: list[Chunk] = []
        self._size_bytes = 0

    def send_chunk(self, chunk: Chunk) -> None:
        self._chunks.append(chunk)
        self._size_bytes += chunk.size_bytes
        if self._size_bytes > ENOUGH_BYTES:
            self.send()

    def send(self) -> None:
        chunks, self._chunks, self._size_bytes = self._chunks, [], 0
        for chunk in chunks:
            self._recording.send_chunk(chunk)


class Forwarding:
    """
    Takes what waits in a queue and sends it through a bridge.

    :param recording: takes the chunks.
    :param lookup: for types whose publishers do not say which definition they have.
    """

    def __init__(
        self,
        queue: LiveQueue,
        recording: Recording,
        selection: TopicSelection,
        frames: Frames | None,
        lookup: DefinitionLookup,
    ) -> None:
        self._queue = queue
        self._round = _Round(recording)
        self.bridge = Bridge(self._round, selection, frames)
        self._lookup = lookup
        self._batcher = Batcher()
        self._channels: dict[int, Channel] = {}
        self.size_bytes = 0

    def round(self) -> int:
        """Forward what is due, and return how many messages that was."""
        batches = []
        for piece in self._queue.take():
            batches += self._batcher.add(piece)
        batches += self._batcher.flush()
        for batch in batches:
            self.bridge.send(self._resolved(batch))
            self.size_bytes += batch.size_bytes
        self.bridge.finish()
        self._round.send()
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
