"""
The one straight way from messages to a recording: decode, convert, send.

No files, sockets, clocks or ROS here: a source gives batches, a recording takes chunks. What a
converter leaves out is kept by reflection; what does not decode or cannot be drawn is kept as raw
bytes and counted.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from rerun_bridge.cdr import compile_plan
from rerun_bridge.channel_pipeline import ChannelPipeline
from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import DefinitionError
from rerun_bridge.frame_tree import FrameTree
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, TypeName
from rerun_bridge.sdk.archetypes import CoordinateFrame
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicSelection

if TYPE_CHECKING:
    from rerun_bridge.joint_pipeline import JointPipeline

__all__ = ['Bridge', 'Recording']

LARGE_BYTES = 16 * 1024
"""To put messages of this size together costs more than it saves."""

MOST_KNOWN = 4096

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
    :param frames: how coordinate frames are named in the recording; what it adds is sent at once.
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
        self._tree = FrameTree()
        self._pipelines: dict[_Key, ChannelPipeline] = {}
        self._known: dict[int, tuple[Channel, ChannelPipeline | None]] = {}
        self._kinds: dict[Hashable, JointPipeline] = {}
        self._joint: dict[int, JointPipeline] = {}
        self._first: dict[str, Channel] = {}
        self._expected: set[EntityPath] = set()
        self._frames_sent: dict[EntityPath, str] = {}
        if self._frames.extra_transforms or self._frames.extra_pinholes:
            self._send_extra_frames()

    def _send_extra_frames(self) -> None:
        from rerun_bridge.extra_frames import extra_chunks  # start-up: few have any

        for extra in self._frames.extra_transforms:
            self._tree.add_edges([(extra.parent_frame, extra.child_frame)])
        self._send(extra_chunks(self._frames))

    def send(self, batch: MessageBatch) -> None:
        """
        Convert the messages of a batch and send what they became.

        Never fails for a bad message.
        """
        pipeline = self._pipeline_of(batch.channel)
        if pipeline is not None:
            self._send(pipeline.chunks(batch))

    def send_together(self, batches: Iterable[MessageBatch]) -> None:
        """Send small batches of many channels, as they come live; at less cost for each."""
        joined: dict[int, JointPipeline] = {}
        for batch in batches:
            pipeline = self._pipeline_of(batch.channel)
            if pipeline is None:
                continue
            if not pipeline.is_to_be_joined or batch.size_bytes >= LARGE_BYTES * len(batch):
                self._send(pipeline.chunks(batch))
                continue
            joint = self._joint_of(pipeline)
            joined[id(joint)] = joint
            joint.add(pipeline, batch)
        for joint in joined.values():
            self._send(joint.chunks())

    def _send(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self._recording.send_chunk(chunk)

    def _joint_of(self, pipeline: ChannelPipeline) -> JointPipeline:
        """Return what the channels of a kind go through together."""
        joint = self._joint.get(id(pipeline))
        if joint is None:
            from rerun_bridge.joint_pipeline import JointPipeline  # start-up: for live data only

            joint = self._kinds.setdefault(pipeline.kind, JointPipeline())
            self._joint[id(pipeline)] = joint
        return joint

    def _pipeline_of(self, channel: Channel) -> ChannelPipeline | None:
        """Return what a channel's messages go through; None where they are not wanted."""
        known, pipeline = self._known.get(id(channel), (None, None))
        if known is channel:
            return pipeline
        if self._selection.takes(channel.topic):
            pipeline = self._new_pipeline(channel)
        if len(self._known) >= MOST_KNOWN:  # a source that makes them anew for each batch
            self._known.clear()
        self._known[id(channel)] = channel, pipeline
        return pipeline

    def _new_pipeline(self, channel: Channel) -> ChannelPipeline:
        key = (channel.topic, channel.type_name, channel.definition)
        pipeline = self._pipelines.get(key)
        if pipeline is None:
            rule = self._selection.rule_for(channel)
            first = self._first.setdefault(channel.topic, channel)
            pipeline = self._pipelines[key] = ChannelPipeline(
                channel, rule, self._frames, self._tree, apart=_differ(first, channel)
            )
        return pipeline

    def expect(self, channels: Iterable[Channel]) -> None:
        """Say which channels there may be messages of: their entities have frames of their own."""
        self._expected = {self._selection.rule_for(channel).path for channel in channels}

    def finish(self) -> None:
        """
        Say what the messages so far tell: which frames views start from.

        A 3D view of everything starts from the root of the transforms. A 2D view of a camera's
        topics starts at the entity above them, which is therefore in the camera's image plane,
        unless it is a topic itself and has a frame of its own.

        Called again, it says what has changed since.
        """
        if roots := self.roots:
            self._send_frame(EntityPath(), roots[0])
        planes: dict[EntityPath, set[str]] = {}
        for pipeline in self._pipelines.values():
            if not pipeline.image_planes:
                continue
            for depth in range(1, len(pipeline.path.parts)):
                above = EntityPath(pipeline.path.parts[:depth])
                planes.setdefault(above, set()).update(pipeline.image_planes)
        if not planes:
            return
        own = self._expected | {pipeline.path for pipeline in self._pipelines.values()}
        for path, names in planes.items():
            if len(names) == 1 and path not in own:
                self._send_frame(path, *names)

    def _send_frame(self, path: EntityPath, name: str) -> None:
        if self._frames_sent.get(path) == name:
            return
        self._frames_sent[path] = name
        frame = CoordinateFrame.frame.column([name])
        self._recording.send_chunk(Chunk(new_chunk_id(), path, new_row_ids(1), (), (frame,)))

    @property
    def roots(self) -> Sequence[str]:
        """Return the frames that have no parent; first the one that views start from."""
        found = self._tree.roots()
        root = self._frames.root
        return found if root is None else [root, *(name for name in found if name != root)]

    @property
    def frame_trees(self) -> Mapping[str, Sequence[str]]:
        """Return, by root, the frames where something is drawn; where views start from first."""
        trees = self._tree.trees()
        if self._frames.root is None:
            return trees
        root = self._tree.root_of(self._frames.root)
        return {root: trees.pop(root, []), **trees}

    @property
    def stats(self) -> Sequence[ChannelStats]:
        """Return the counters of every channel that had messages; safe from any thread."""
        return [pipeline.stats for pipeline in list(self._pipelines.values())]


def _differ(first: Channel, other: Channel) -> bool:
    """Tell whether channels of a topic have other fields, so that one entity cannot hold both."""
    if first.type_name != other.type_name:
        return True
    if first.definition in (None, other.definition) or other.definition is None:
        return False
    try:
        plans = [
            compile_plan(parse_definition(definition, other.type_name))
            for definition in (first.definition, other.definition)
            if definition is not None
        ]
    except DefinitionError:
        return False
    return plans[0] != plans[1]
