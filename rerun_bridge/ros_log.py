"""
ROS messages among what ``log`` takes: joins the SDK and the converters.

To log a message costs its serialization, which rclpy does in C, and an append. It is decoded and
drawn with those that gathered beside it, by the recording's own thread, as the bridge does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from rerun_bridge.channel_pipeline import ChannelPipeline
from rerun_bridge.frame_tree import FrameTree
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.row_times import LOG_TIME
from rerun_bridge.sdk import _current
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.misuse import MISUSE, misused, warn_once
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.thread_times import Timelines
from rerun_bridge.sdk.time import TimeColumn
from rerun_bridge.sources.definition_lookup import DefinitionLookup, installed_interfaces
from rerun_bridge.topic_rules import ChannelRule

__all__ = ['is_message_type', 'log_cdr', 'log_message']

LATCHED = Qos(transient_local=True)


def is_message_type(kind: type) -> bool:
    """Tell whether a class is what rosidl generates for a message."""
    return hasattr(kind, 'get_fields_and_field_types') and '.msg' in kind.__module__


def log_message(recording: RecordingStream, entity_path: str, message: Any, static: bool) -> None:
    """
    Log a ROS message as the bridge draws its type.

    :param message: of rclpy.
    :raises ImportError: there is no rclpy, so that it cannot be one.
    """
    from rclpy.serialization import serialize_message

    _gather(recording, entity_path, _type_name(type(message)), serialize_message(message), static)


def log_cdr(
    entity_path: str,
    type_name: str,
    data: bytes,
    *,
    definition: MessageDefinition | None = None,
    static: bool = False,
    recording: RecordingStream | None = None,
    strict: bool | None = None,
) -> None:
    """
    Log a serialized ROS message as the bridge draws its type; needs no ROS.

    :param type_name: e.g. ``sensor_msgs/msg/Imu``.
    :param data: CDR with its encapsulation header, as a raw subscription gives it.
    :param definition: of the type, where it is neither installed nor a standard one.
    :param static: it holds at all times.
    :param strict: raise misuse, or warn of it; where not given, as the program decided.
    """
    meant = _current.current(recording)
    if meant is not None and meant.enabled:
        try:
            _gather(meant, entity_path, TypeName(type_name), bytes(data), static, definition)
        except MISUSE as error:
            misused(error, f'log_cdr({entity_path!r})', strict)


def _gather(
    recording: RecordingStream,
    entity_path: str,
    type_name: TypeName,
    data: bytes,
    static: bool,
    definition: MessageDefinition | None = None,
) -> None:
    logged_ns, timelines, times = recording.now()
    key = (entity_path, type_name, static, timelines, definition)

    def make(key: object) -> _Messages:
        pipeline = _pipeline(recording, entity_path, type_name, static, definition)
        return _Messages(pipeline, timelines)

    recording.gather(key, make, (logged_ns, times, data), len(data))


def _type_name(kind: type) -> TypeName:
    return TypeName(f'{kind.__module__.partition(".")[0]}/msg/{kind.__name__}')


_pipelines: WeakKeyDictionary[RecordingStream, dict[object, ChannelPipeline]] = WeakKeyDictionary()
"""Of each recording, what draws the messages of an entity: some types need those before."""


def _pipeline(
    recording: RecordingStream,
    entity_path: str,
    type_name: TypeName,
    static: bool,
    definition: MessageDefinition | None,
) -> ChannelPipeline:
    known = _pipelines.setdefault(recording, {})
    key = (entity_path, type_name, static, definition)
    if key not in known:
        channel = Channel(
            len(known) + 1,
            entity_path,
            type_name,
            definition or _lookup().find(type_name),
            LATCHED if static else Qos(),
            message_count=1 if static else None,
        )
        path = EntityPath.parse(entity_path)
        known[key] = ChannelPipeline(channel, ChannelRule(path), Frames(), FrameTree())
    return known[key]


@lru_cache(maxsize=1)
def _lookup() -> DefinitionLookup:
    """Return where definitions are: those that are installed, then the standard ones."""
    return DefinitionLookup((), installed_interfaces())


class _Messages:
    """
    Messages that gather: when each was logged, the times that were set, its bytes.

    :param timelines: of the times.
    """

    def __init__(self, pipeline: ChannelPipeline, timelines: Timelines) -> None:
        self._pipeline = pipeline
        self._timelines = timelines
        self._items: list[tuple[int, tuple[int, ...], bytes]] = []
        self.append = self._items.append
        self.size_bytes = 0

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """Yield what the messages become; what cannot be drawn is told, once a reason."""
        logged, times, data = zip(*self._items)
        # threads may have logged at one time: then one is a nanosecond later, so that times tell
        # messages apart
        steps = np.arange(len(logged))
        logged_ns = np.maximum.accumulate(np.array(logged, np.int64) - steps) + steps
        lengths = np.array([len(each) for each in data], np.int64)
        batch = MessageBatch(
            self._pipeline.stats.channel,
            logged_ns,
            None,
            np.frombuffer(b''.join(data), np.uint8),
            np.cumsum(lengths) - lengths,
            lengths,
        )
        values = np.array(times, np.int64).reshape(len(times), -1).T
        for chunk in self._pipeline.chunks(batch):
            yield self._with_times(chunk, logged_ns, values)
        for reason, count in self._pipeline.stats.losses.items():
            channel = self._pipeline.stats.channel
            warn_once(f'{channel.topic}: {count} messages of {channel.type_name}: {reason}')

    def _with_times(
        self, chunk: Chunk, logged_ns: np.ndarray[Any, Any], values: np.ndarray[Any, Any]
    ) -> Chunk:
        """Return a chunk with the times that were set when its messages were logged."""
        own = next((each for each in chunk.times if each.timeline == LOG_TIME), None)
        if own is None or not len(values):
            return chunk
        rows = np.searchsorted(logged_ns, own.values)
        set_times = [
            TimeColumn(timeline, column[rows])
            for timeline, column in zip(self._timelines.timelines, values)
        ]
        names = {each.timeline.name for each in set_times}
        kept = [each for each in chunk.times if each.timeline.name not in names]
        return replace(chunk, times=(*kept, *set_times))
