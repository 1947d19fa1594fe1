"""Functions that begin recordings and say which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rerun_bridge.sdk import _current
from rerun_bridge.sdk.misuse import forgiving, set_strict
from rerun_bridge.sdk.recording import RecordingStream

if TYPE_CHECKING:
    from uuid import UUID

    from rerun_bridge.sdk.blueprint import BlueprintLike

__all__ = [
    'get_application_id',
    'get_data_recording',
    'get_global_data_recording',
    'get_recording_id',
    'get_thread_local_data_recording',
    'init',
    'is_enabled',
    'new_recording',
    'set_global_data_recording',
    'set_thread_local_data_recording',
]


@forgiving
def init(
    application_id: str,
    recording_id: str | UUID | None = None,
    spawn: bool = False,
    default_enabled: bool = True,
    strict: bool = False,
    *,
    default_blueprint: BlueprintLike | None = None,
    send_properties: bool = True,
    buffer_bytes: int | None = None,
) -> None:
    """
    Begin a recording that all functions mean from now on.

    :param application_id: recordings of one application share a blueprint in the viewer.
    :param recording_id: any text; where not given, one that this process shares with those it
        starts by ``multiprocessing``. Unrelated processes log into one recording if all are given
        the same.
    :param spawn: start a viewer and stream to it; else what is logged gathers until
        :func:`connect`, :func:`show`, :func:`save` or the like.
    :param default_enabled: whether anything is logged, unless the environment variable ``RERUN``
        says ``on`` or ``off``.
    :param strict: raise misuse instead of warning of it, in the whole program.
    :param default_blueprint: how viewers show the application when people ask for its default.
    :param send_properties: say in the recording when it began.
    :param buffer_bytes: how much to keep until there is a viewer or file, where not all of it:
        then the oldest rows are dropped.
    """
    set_strict(strict)
    if recording_id is None and application_id:
        # It takes a while to load, and few programs begin a recording without meaning to log.
        from rerun_bridge.sdk.recording_id import default_recording_id

        recording_id = default_recording_id(application_id)
    recording = RecordingStream(
        application_id,
        recording_id,
        default_enabled=default_enabled,
        send_properties=send_properties,
        buffer_bytes=buffer_bytes,
        raise_sink_errors=False,
    )
    _current.set_global(recording)  # the one before is closed, unless it is held elsewhere
    if default_blueprint is not None:
        recording.send_blueprint(default_blueprint, make_active=False)
    if spawn:
        recording.spawn()


@forgiving
def new_recording(
    application_id: str,
    recording_id: str | UUID | None = None,
    make_default: bool = False,
    make_thread_default: bool = False,
    spawn: bool = False,
    default_enabled: bool = True,
) -> RecordingStream:
    """
    Return a new recording beside the one that functions mean.

    :param recording_id: any text; random where not given.
    :param make_default: functions of all threads mean this one from now on.
    :param make_thread_default: functions of this thread do.
    :param spawn: start a viewer and stream to it.
    """
    recording = RecordingStream(
        application_id,
        recording_id,
        make_default=make_default,
        make_thread_default=make_thread_default,
        default_enabled=default_enabled,
        raise_sink_errors=False,
    )
    if spawn:
        recording.spawn()
    return recording


def get_data_recording(recording: RecordingStream | None = None) -> RecordingStream | None:
    """Return the recording that functions mean; the one that is given, if any."""
    return _current.current(recording)


def get_global_data_recording() -> RecordingStream | None:
    """Return the recording of the process, as :func:`init` made it."""
    return _current.get_global()


def set_global_data_recording(recording: RecordingStream | None) -> RecordingStream | None:
    """Have functions of all threads mean a recording; return the one before."""
    return _current.set_global(recording)


def get_thread_local_data_recording() -> RecordingStream | None:
    """Return the recording of this thread alone."""
    return _current.get_of_thread()


def set_thread_local_data_recording(recording: RecordingStream | None) -> RecordingStream | None:
    """Have functions of this thread mean a recording; return the one before."""
    return _current.set_of_thread(recording)


def is_enabled(recording: RecordingStream | None = None) -> bool:
    """Tell whether anything is logged."""
    meant = _current.current(recording)
    return meant is not None and meant.enabled


def get_application_id(recording: RecordingStream | None = None) -> str | None:
    """Return the application id; None where nothing is logged."""
    meant = _current.current(recording)
    return meant.get_application_id() if meant is not None and meant.enabled else None


def get_recording_id(recording: RecordingStream | None = None) -> str | None:
    """Return the recording id; None where nothing is logged."""
    meant = _current.current(recording)
    return meant.get_recording_id() if meant is not None and meant.enabled else None
