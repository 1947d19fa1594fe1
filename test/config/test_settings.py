"""The defaults of the configuration."""

from __future__ import annotations

from rerun_bridge.config.settings import Config
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.topic_rules import TopicSelection


def test_the_default_takes_everything() -> None:
    """Without a configuration no topic is left out and no frame renamed."""
    config = Config()
    assert config.topics == TopicSelection()
    assert config.topics.takes('/anything')
    assert config.frames.name('base_link') == 'base_link'
    assert config.recording.application_id is None


def test_live_hides_what_ros_tools_hide() -> None:
    """Hidden topics are taken from a bag, where somebody recorded them, but not live."""
    hidden = '/go/_action/status'
    assert Config().topics.takes(hidden)
    assert not Config().live_topics.takes(hidden)
    assert Config(live=LiveSettings(include_hidden=True)).live_topics.takes(hidden)
