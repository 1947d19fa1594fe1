"""
The one straight way from messages to a recording: decode, convert, send.

No files, sockets, clocks or ROS here: a source gives batches, a recording takes chunks. What a converter leaves
out is kept by reflection; what does not decode or cannot be drawn is kept as raw bytes and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rerun_bridge.channel_pipeline import ChannelPipeline
from rerun_bridge.frames import Frames
from rerun_bridge.messages import MessageBatch, MessageDefinition, TypeName
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['Bridge', 'Recording']

_Key = tuple[str, TypeName, 'MessageDefinition | None']
"""Topic, type and definition: files of a split bag give the same channel different ids."""


class Recording(Protocol):
    """What takes the chunks: a :class:`~rerun_bridge.sdk.recording.RecordingStream`."""

    def send_chunk(self, chunk: Chunk) -> None:
        """Take a chunk; may block while the sinks are busy."""


class Bridge:
    """
    Forwards the messages of any number of channels to one recording.

    :param recording: takes the chunks.
    :param selection: which topics are taken, and the rule of each.
    :param frames: how coordinate frames are named in the recording.
    """

    def __init__(
        self,
        recording: Recording,
        selection: TopicSelection | None = None,
        frames: Frames | None = None,
    ) -> None:
        self._recording = recording
        self._selection = selection or TopicSelection()
        self._frames = frames or Frames()
        self._pipelines: dict[_Key, ChannelPipeline] = {}

    def send(self, batch: MessageBatch) -> None:
        """Convert the messages of a batch and send what they became; never fails for a bad message."""
        channel = batch.channel
        if not self._selection.takes(channel.topic):
            return
        key = (channel.topic, channel.type_name, channel.definition)
        pipeline = self._pipelines.get(key)
        if pipeline is None:
            rule = self._selection.rule_for(channel)
            pipeline = self._pipelines[key] = ChannelPipeline(channel, rule, self._frames)
        for chunk in pipeline.chunks(batch):
            self._recording.send_chunk(chunk)

    @property
    def stats(self) -> Sequence[ChannelStats]:
        """Return the counters of every channel that had messages."""
        return [pipeline.stats for pipeline in self._pipelines.values()]
