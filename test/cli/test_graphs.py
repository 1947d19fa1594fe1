"""Joining a graph by the name of its source."""

from __future__ import annotations

import pytest

from rerun_bridge.cli.graphs import SOURCES, nobody_text, open_graph
from rerun_bridge.errors import ConfigError
from rerun_bridge.live_settings import LiveSettings


@pytest.mark.parametrize('name', SOURCES)
def test_every_source_can_be_opened(name: str, domain: int) -> None:
    """By its module's name."""
    with open_graph(name, LiveSettings(domain=domain)) as source:
        assert source.topics() == []


def test_a_domain_that_there_is_not() -> None:
    """Is wrong usage."""
    with pytest.raises(ConfigError, match="'500' is no domain"):
        open_graph('dds', LiveSettings(domain=500))


def test_being_alone_has_reasons() -> None:
    """Each with the word to look for."""
    text = nobody_text('domain 3')
    assert 'domain 3' in text
    for word in ('ROS_DOMAIN_ID', 'ROS_AUTOMATIC_DISCOVERY_RANGE', 'CYCLONEDDS_URI'):
        assert word in text
