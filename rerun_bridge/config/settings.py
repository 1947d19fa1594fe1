"""What a user can configure, as frozen values; ``config/default.yaml`` has the same defaults."""

from __future__ import annotations

from rerun_bridge.frames import Frames
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['VIEWER_MODES', 'Config', 'RecordingSettings', 'UrdfSettings', 'ViewerSettings']

VIEWER_MODES = ('spawn', 'connect', 'serve', 'none')


@dataclass(frozen=True)
class RecordingSettings:
    """
    How the viewer knows a recording.

    :param application_id: with the same one, recordings share a layout; None is the bag's name.
    :param name: what the viewer shows; None is the bag's name.
    :param recording_id: with the same one, recordings are shown as one; None is a new one.
    :param layout: give a recording with pictures a layout; else the viewer makes one up.
    :param compress: rather have it small than made quickly.
    """

    application_id: str | None = None
    name: str | None = None
    recording_id: str | None = None
    layout: bool = True
    compress: bool = False


@dataclass(frozen=True)
class ViewerSettings:
    """
    Where a live bridge sends what it makes; a file can be written beside any viewer.

    :param mode: one of :data:`VIEWER_MODES`: start one, connect to one, serve a web page, none.
    :param addr: of the viewer to connect to: ``ip:port`` or ``rerun+http://…/proxy``; None is this
        machine's at ``port``.
    :param port: of the viewer that is started, or connected to where there is no ``addr``.
    :param web_port: of the page that is served.
    :param ws_port: of the data of that page.
    :param open_browser: show the page at once.
    :param backlog_bytes: what the server keeps for those who come late.
    :param save: a file to write; None is none.
    :param serve: a web page beside what the mode says.
    """

    mode: str = 'spawn'
    addr: str | None = None
    port: int = 9876
    web_port: int = 9090
    ws_port: int = 9877
    open_browser: bool = True
    backlog_bytes: int = 512 * 1024 * 1024
    save: str | None = None
    serve: bool = False


@dataclass(frozen=True)
class UrdfSettings:
    """
    A robot model from a file; kept for when it is drawn.

    :param file_path: ``package://…``, ``file://…`` or a path; None is none.
    :param entity_path: where it goes.
    """

    file_path: str | None = None
    entity_path: str | None = None


@dataclass(frozen=True)
class Config:
    """
    The whole configuration.

    :param warnings: what its reader should tell the user, once.
    """

    topics: TopicSelection = field(default_factory=TopicSelection)
    frames: Frames = field(default_factory=Frames)
    recording: RecordingSettings = field(default_factory=RecordingSettings)
    live: LiveSettings = field(default_factory=LiveSettings)
    viewer: ViewerSettings = field(default_factory=ViewerSettings)
    urdf: UrdfSettings = field(default_factory=UrdfSettings)
    warnings: tuple[str, ...] = ()

    @property
    def live_topics(self) -> TopicSelection:
        """The topics that a live bridge takes: hidden ones only where asked for."""
        return self.topics.with_hidden(self.live.include_hidden)
