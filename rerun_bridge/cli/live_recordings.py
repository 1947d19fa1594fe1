"""The recordings of a live bridge, as the configuration has them, into all that is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from rerun_bridge.cli.live_sinks import next_file, open_sinks, watch_of
from rerun_bridge.config import Config
from rerun_bridge.config.settings import ViewerSettings
from rerun_bridge.live import Recordings
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import LogSink

__all__ = ['open_recordings']

APPLICATION = 'rerun_bridge'


def open_recordings(
    config: Config, target: ViewerSettings, *, force: bool
) -> tuple[Recordings, Callable[[], bool] | None]:
    """
    Open where recordings go; the first one is to be begun.

    The other is what tells whether anybody looks, see :class:`~rerun_bridge.live.LiveSession`.

    :param target: where to, in place of what the configuration says.
    :param force: whether a file that is there is replaced.
    :raises ConfigError: nowhere to go, or a file is there already.
    :raises SinkError: something cannot be opened.
    """
    sinks = open_sinks(target, force=force)
    return Recordings(_maker(config), sinks, _next_sinks(config, target)), watch_of(target, sinks)


def _maker(config: Config) -> Callable[[int], RecordingStream]:
    """Return what makes the recordings, told how many there were before."""
    settings = config.recording
    name = settings.name or time.strftime('%Y-%m-%d %H:%M:%S')

    def new(before: int) -> RecordingStream:
        own = settings.recording_id
        return RecordingStream(
            settings.application_id or APPLICATION,
            recording_id=f'{own}-{before}' if own and before else own or str(uuid4()),
            recording_name=f'{name} ({before + 1})' if before else name,
            raise_sink_errors=False,  # one that fails is told, the others go on
            compress=settings.compress,
        )

    return new


def _next_sinks(
    config: Config, target: ViewerSettings
) -> Callable[[int, Sequence[LogSink]], Sequence[LogSink]] | None:
    """Return what gives the next recording a file of its own, where that is asked for."""
    if config.live.on_clock_jump != 'segment' or not target.save:
        return None
    path = Path(target.save)
    return lambda before, sinks: next_file(sinks, path)
