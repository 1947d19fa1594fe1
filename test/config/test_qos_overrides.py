"""Files of QoS overrides, as ros2 bag takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.config import load_config
from rerun_bridge.config.qos_overrides import load_qos_overrides
from rerun_bridge.errors import ConfigError
from rerun_bridge.subscription_qos import QosOverride

EVERYTHING = """\
/talker:
  history: keep_all
  depth: 0
  reliability: Reliable
  durability: TRANSIENT_LOCAL
  deadline: {sec: 2147483647, nsec: 4294967295}
  lifespan: {sec: 9223372036, nsec: 854775807}
  liveliness: automatic
  liveliness_lease_duration: {sec: 0, nsec: 0}
  avoid_ros_namespace_conventions: false
/scan:
  history: keep_last
  depth: 10
  reliability: best_effort
  durability: volatile
/other:
  reliability: system_default
  durability: best_available
"""
READ = {
    '/talker': QosOverride(True, True, True, None),
    '/scan': QosOverride(False, False, False, 10),
    '/other': QosOverride(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file of overrides."""
    (tmp_path / 'qos.yaml').write_text(EVERYTHING)
    return tmp_path


def test_a_file_with_everything(folder: Path) -> None:
    """Every policy of rosbag2 is taken, in any case; what decides what arrives is kept."""
    assert load_qos_overrides(folder / 'qos.yaml') == READ


@pytest.mark.parametrize('where', ['qos.yaml', '{folder}/qos.yaml'])
def test_a_configuration_names_the_file(folder: Path, where: str) -> None:
    """Beside itself, or anywhere."""
    (folder / 'my.yaml').write_text(f'live: {{qos_overrides: {where.format(folder=folder)}}}')
    assert load_config(folder / 'my.yaml').live.qos_overrides == READ


def test_a_configuration_holds_them_itself(tmp_path: Path) -> None:
    """The same mapping, in place."""
    (tmp_path / 'my.yaml').write_text('live: {qos_overrides: {/scan: {depth: 3}}}')
    assert load_config(tmp_path / 'my.yaml').live.qos_overrides == {'/scan': QosOverride(depth=3)}


def test_an_error_in_the_file_names_the_file(folder: Path) -> None:
    """Not the configuration that names it."""
    (folder / 'qos.yaml').write_text('/scan:\n  reliability: sometimes\n')
    (folder / 'my.yaml').write_text('live: {qos_overrides: qos.yaml}')
    with pytest.raises(ConfigError) as caught:
        load_config(folder / 'my.yaml')
    assert str(caught.value) == (
        f"{folder}/qos.yaml:2: ['/scan'].reliability: expected one of reliable, best_effort, "
        "system_default, unknown, best_available, got 'sometimes'"
    )


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    """As an empty mapping does."""
    (tmp_path / 'qos.yaml').write_text('')
    assert load_qos_overrides(tmp_path / 'qos.yaml') == {}
