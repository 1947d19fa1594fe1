"""What a user can configure, as frozen values; ``config/default.yaml`` has the same defaults."""

from __future__ import annotations

from rerun_bridge.frames import Frames
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['Config', 'RecordingSettings']


@dataclass(frozen=True)
class RecordingSettings:
    """
    How the viewer knows a recording.

    :param application_id: with the same one, recordings share a layout; None is the bag's name.
    :param name: what the viewer shows; None is the bag's name.
    :param recording_id: with the same one, recordings are shown as one; None is a new one.
    """

    application_id: str | None = None
    name: str | None = None
    recording_id: str | None = None


@dataclass(frozen=True)
class Config:
    """The whole configuration."""

    topics: TopicSelection = field(default_factory=TopicSelection)
    frames: Frames = field(default_factory=Frames)
    recording: RecordingSettings = field(default_factory=RecordingSettings)
