"""From the queue through the bridge: many small pieces as few batches, round by round."""

from __future__ import annotations

from rerun_bridge.batching import Batcher
from rerun_bridge.bridge import Bridge
from rerun_bridge.errors import BridgeError
from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue

__all__ = ['Forwarding']

SAMPLES = 8
"""So many messages tell which of several definitions a type has."""
OLDEST_KNOWN = 'humble'
"""The distro that still is in use and whose publishers say no hash of their types."""


class Forwarding:
    """
    Takes what waits in a queue and sends it through a bridge.

    :param lookup: for types whose publishers do not say which definition they have.
    """

    def __init__(self, queue: LiveQueue, bridge: Bridge, lookup: DefinitionLookup) -> None:
        self._queue = queue
        self._bridge = bridge
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
            self._bridge.send(self._resolved(batch))
            self.size_bytes += batch.size_bytes
        self._bridge.finish()
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
