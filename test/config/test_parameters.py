"""What the node's parameters make of the configuration."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from rerun_bridge.config import Config
from rerun_bridge.config.parameters import PARAMETERS, configured
from rerun_bridge.errors import ConfigError
from rerun_bridge.messages import Channel, TypeName

ROOT = Path(__file__).parent.parent.parent
DEFAULTS = {each.name: each.default for each in PARAMETERS} | {'use_sim_time': False}

FILE = """\
topics:
  include: [/a, /b]
  exclude: [/c]
  rules:
    /a: {max_hz: 5, entity_path: here}
viewer: {mode: serve, port: 1234}
recording: {application_id: app}
live: {min_qos_depth: 7, queue_bytes: 1 MiB, use_sim_time: true, qos_overrides: {/a: {depth: 3}}}
"""


def given(**changes: Any) -> Config:
    """Return the configuration by parameters; a dot of a name is ``__``."""
    return configured(
        {**DEFAULTS, **{name.replace('__', '.'): value for name, value in changes.items()}}
    )


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return a configuration file."""
    path = tmp_path / 'bridge.yaml'
    path.write_text(FILE)
    return str(path)


def test_defaults_change_nothing(file: str) -> None:
    """Neither of the built-in configuration nor of a file, by either name."""
    assert given() == Config()
    found = given(config=file)
    assert found == given(yaml_path=file)
    assert (found.viewer.mode, found.viewer.port, found.viewer.web_port) == ('serve', 1234, 9090)
    assert found.topics.include == ('/a', '/b')
    assert found.live.min_qos_depth == 7
    assert found.live.use_sim_time


def test_parameters_beat_the_file(file: str, tmp_path: Path) -> None:
    """Each where it is not at its default."""
    overrides = tmp_path / 'qos.yaml'
    overrides.write_text('/b: {reliability: best_effort}\n')
    found = given(
        config=file,
        viewer='connect',
        addr='10.0.0.5:9876',
        save='a.rrd',
        recording_id='mine',
        topics__include=['/d/**'],
        topics__exclude=['/d/e'],
        topics__rules=['/a: {max_hz: 2}', '/b: {restamp: true}'],
        include_hidden=True,
        qos_profile_overrides_path=str(overrides),
        max_qos_depth=50,
        queue_mb=3,
        lazy=True,
    )
    assert found.viewer.mode == 'connect'
    assert (found.viewer.addr, found.viewer.port, found.viewer.save) == (
        '10.0.0.5:9876',
        1234,
        'a.rrd',
    )
    assert found.recording.application_id == 'app'
    assert found.recording.recording_id == 'mine'
    assert found.topics.include == ('/d/**',)
    assert found.topics.exclude == ('/c', '/d/e')
    rule = found.topics.rule_for(Channel(1, '/a', TypeName('std_msgs/msg/Float64')))
    assert (rule.max_hz, str(rule.path)) == (2, '/here')
    assert found.live.queue_bytes == 3 * 1024 * 1024
    assert set(found.live.qos_overrides) == {'/a', '/b'}
    assert found.live.include_hidden
    assert found.live.lazy
    assert (found.live.min_qos_depth, found.live.max_qos_depth) == (7, 50)


@pytest.mark.parametrize(
    ('changes', 'message'),
    [
        ({'config': '/not/there.yaml'}, r'/not/there\.yaml: cannot be read'),
        ({'viewer': 'screen'}, "viewer: expected one of spawn, .*, got 'screen'"),
        ({'topics__include': ['re:(']}, r"topics\.include: 're:\(': not a pattern"),
        ({'topics__exclude': ['/{a b}']}, r"topics\.exclude: '/\{a b\}': not a pattern"),
        (
            {'topics__rules': ['', '/a: {max_hz: ten}']},
            r"topics\.rules:2: .*max_hz: expected .*'ten'",
        ),
        ({'topics__rules': ['/a: {']}, r'topics\.rules:1: not valid YAML'),
        ({'topics__rules': ['/a']}, r"topics\.rules:1: expected a mapping, got '/a'"),
        ({'qos_profile_overrides_path': '/not/there.yaml'}, 'cannot be read'),
        ({'min_qos_depth': 2000}, 'min_qos_depth must not be above max_qos_depth'),
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], message: str) -> None:
    """With the parameter's name, or where in the file."""
    with pytest.raises(ConfigError, match=message):
        given(**changes)


def test_the_table_is_whole() -> None:
    """Every parameter has a text, and a default that its range and choices allow."""
    assert len({each.name for each in PARAMETERS}) == len(PARAMETERS)
    for each in PARAMETERS:
        assert each.about
        assert not each.choices or each.default in each.choices
        if each.range is not None:
            assert isinstance(each.default, int)
            assert each.range[0] <= each.default <= each.range[1]


def test_the_documentation_has_every_parameter() -> None:
    """``docs/ros2.md``, in its table."""
    text = (ROOT / 'docs' / 'ros2.md').read_text(encoding='utf-8')
    rows = re.findall(r'^\| (`[^|]*) \|', text, re.M)
    told = {name for row in rows for name in re.findall(r'`([^`]+)`', row)}
    assert told >= {each.name for each in PARAMETERS}
