"""How Cyclone DDS is set up."""

from __future__ import annotations

import os

import pytest

from rerun_bridge.errors import ConfigError
from rerun_bridge.sources.dds.settings import (
    LARGER_BUFFER,
    domain_id,
    extended_environment,
    extended_uri,
)


def test_the_domain_is_the_wanted_one_else_of_the_environment() -> None:
    """As ROS does it."""
    assert domain_id(3, {'ROS_DOMAIN_ID': '7'}) == 3
    assert domain_id(None, {'ROS_DOMAIN_ID': ' 7'}) == 7
    assert domain_id(None, {'ROS_DOMAIN_ID': ''}) == 0
    assert domain_id(None, {}) == 0


@pytest.mark.parametrize('written', ['seven', '-1', '233', '1.5'])
def test_there_are_233_domains(written: str) -> None:
    """The error shows what was asked for."""
    with pytest.raises(ConfigError, match=f"'{written}' is no domain"):
        domain_id(None, {'ROS_DOMAIN_ID': written})


def test_what_the_user_set_stays_and_comes_later() -> None:
    """Of two settings of one thing, Cyclone DDS takes the later one."""
    assert extended_uri('file:///mine.xml') == f'{LARGER_BUFFER},file:///mine.xml'
    assert extended_uri('') == LARGER_BUFFER


@pytest.mark.parametrize('before', [None, '<CycloneDDS/>'])
def test_the_environment_is_as_before(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's programs that are started later see what the user set."""
    if before is None:
        monkeypatch.delenv('CYCLONEDDS_URI', raising=False)
    else:
        monkeypatch.setenv('CYCLONEDDS_URI', before)
    with extended_environment():
        assert os.environ['CYCLONEDDS_URI'].startswith(LARGER_BUFFER)
    assert os.environ.get('CYCLONEDDS_URI') == before
