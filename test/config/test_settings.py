"""The defaults of the configuration."""

from __future__ import annotations

from rerun_bridge.config.settings import Config
from rerun_bridge.topic_rules import TopicSelection


def test_the_default_takes_everything() -> None:
    """Without a configuration no topic is left out and no frame renamed."""
    config = Config()
    assert config.topics == TopicSelection()
    assert config.topics.takes('/anything')
    assert config.frames.name('base_link') == 'base_link'
    assert config.recording.application_id is None
