"""Joining a graph by the name of its source."""

from __future__ import annotations

import sys

import pytest

from rerun_bridge.cli.graphs import SOURCES, nobody_text, open_graph
from rerun_bridge.errors import ConfigError, SourceError
from rerun_bridge.live_settings import LiveSettings


def test_a_source_is_opened_by_its_name(domain: int) -> None:
    """What reads it is imported then."""
    with open_graph('dds', LiveSettings(domain=domain)) as source:
        assert source.topics() == []


def test_a_source_that_cannot_be_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no ROS, it says so."""
    assert set(SOURCES) == {'dds', 'ros'}
    for name in [name for name in sys.modules if name.startswith(SOURCES['ros'])]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, 'rclpy', None)
    with pytest.raises(SourceError, match=r'--source ros: .*rclpy.*: is ROS 2 sourced here'):
        open_graph('ros', LiveSettings())


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
