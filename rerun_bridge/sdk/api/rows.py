"""Functions that log, and set the times of what is logged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rerun_bridge.sdk import _current
from rerun_bridge.sdk._current import CURRENT
from rerun_bridge.sdk.entity_path import EntityPath, PathLike
from rerun_bridge.sdk.misuse import MISUSE, forgiving, misused
from rerun_bridge.sdk.recording import AsCells, RecordingStream

if TYPE_CHECKING:
    from rerun_bridge.sdk.blueprint import BlueprintLike
    from rerun_bridge.sdk.component import ComponentColumn
    from rerun_bridge.sdk.time import TimeColumn
    from rerun_bridge.sdk.time_points import DurationLike, TimestampLike

__all__ = [
    'disable_timeline',
    'escape_entity_path_part',
    'log',
    'new_entity_path',
    'reset_time',
    'send_blueprint',
    'send_columns',
    'send_property',
    'send_recording_name',
    'set_time',
    'set_time_nanos',
    'set_time_seconds',
    'set_time_sequence',
]


def log(
    entity_path: PathLike,
    *entities: AsCells | Any,
    static: bool = False,
    recording: RecordingStream | None = None,
    strict: bool | None = None,
) -> None:
    """
    Log values of one entity, at the times that this thread has set.

    :param entity_path: where to: an escaped text, or a list of parts as they are.
    :param entities: archetypes, or ROS messages.
    :param static: the values hold at all times.
    :param strict: raise misuse, or warn of it; where not given, as the program decided.
    """
    meant = recording or CURRENT.recording  # inline: every row comes here
    if meant is not None and meant.enabled:
        meant.log_entities(entity_path, entities, static, strict)


def send_columns(
    entity_path: PathLike,
    indexes: Iterable[TimeColumn],
    columns: Iterable[ComponentColumn],
    *,
    recording: RecordingStream | None = None,
    strict: bool | None = None,
) -> None:
    """
    Log many rows of one entity at once.

    :param indexes: the rows' times; none makes the values static.
    :param columns: what ``columns`` of an archetype returns, all as long as the indexes.
    :param strict: raise misuse, or warn of it; where not given, as the program decided.
    """
    meant = _current.current(recording)
    if meant is not None:
        try:
            meant.send_columns(entity_path, indexes, columns)
        except MISUSE as error:
            misused(error, 'send_columns', strict)


@forgiving
def send_recording_name(name: str, recording: RecordingStream | None = None) -> None:
    """Give the recording a name, which the viewer shows."""
    meant = _current.current(recording)
    if meant is not None:
        meant.send_recording_name(name)


@forgiving
def send_property(name: str, values: AsCells, recording: RecordingStream | None = None) -> None:
    """Send a property of the recording: an archetype, or ``AnyValues``."""
    meant = _current.current(recording)
    if meant is not None:
        meant.send_property(name, values)


@forgiving
def send_blueprint(
    blueprint: BlueprintLike,
    *,
    make_active: bool = True,
    make_default: bool = True,
    recording: RecordingStream | None = None,
) -> None:
    """
    Have viewers show the application so.

    :param make_active: now.
    :param make_default: when people reset the blueprint.
    """
    meant = _current.current(recording)
    if meant is not None:
        meant.send_blueprint(blueprint, make_active=make_active, make_default=make_default)


def escape_entity_path_part(part: str) -> str:
    """Return a part of an entity path with everything unusual in it escaped."""
    return str(EntityPath((part,)))[1:]


def new_entity_path(entity_path: Iterable[object]) -> str:
    """Return the escaped text of an entity path, from its parts as they are."""
    return str(EntityPath(tuple(map(str, entity_path))))


def set_time(
    timeline: str,
    *,
    recording: RecordingStream | None = None,
    sequence: int | None = None,
    duration: DurationLike | None = None,
    timestamp: TimestampLike | None = None,
) -> None:
    """
    Set the time of a timeline for the rows that this thread logs from now on.

    Exactly one of the times is to be given, and always the same kind for a timeline.

    :param sequence: a whole number.
    :param duration: seconds, or a duration of ``datetime`` or numpy.
    :param timestamp: seconds since 1970, or a time of ``datetime`` or numpy.
    """
    meant = recording or CURRENT.recording  # inline: as in `log`
    if meant is not None and meant.enabled:
        meant.times.set(timeline, sequence, duration, timestamp)


def set_time_sequence(
    timeline: str, sequence: int, recording: RecordingStream | None = None
) -> None:
    """Set a time: the old name of ``set_time(timeline, sequence=…)``."""
    set_time(timeline, sequence=sequence, recording=recording)


def set_time_seconds(
    timeline: str, seconds: float, recording: RecordingStream | None = None
) -> None:
    """Set a time in seconds, since 1970 or since a start; as :func:`set_time_nanos`."""
    set_time_nanos(timeline, round(seconds * 1e9), recording)


@forgiving
def set_time_nanos(timeline: str, nanos: int, recording: RecordingStream | None = None) -> None:
    """
    Set a time in nanoseconds, since 1970 or since a start.

    The old way, which does not say which: the first time of a timeline tells, by its size.
    """
    meant = _current.current(recording)
    if meant is not None and meant.enabled:
        meant.times.set_ns(timeline, nanos)


def disable_timeline(timeline: str, recording: RecordingStream | None = None) -> None:
    """Forget the time that this thread has set on a timeline."""
    meant = _current.current(recording)
    if meant is not None:
        meant.disable_timeline(timeline)


def reset_time(recording: RecordingStream | None = None) -> None:
    """Forget all times that this thread has set."""
    meant = _current.current(recording)
    if meant is not None:
        meant.reset_time()
