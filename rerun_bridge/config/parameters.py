"""
The parameters of the node, as data, and what they make of the configuration; knows no ROS.

A parameter that is left at its default leaves things to the configuration file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rerun_bridge.config import Config, load_config
from rerun_bridge.config.nodes import nodes_of
from rerun_bridge.config.qos_overrides import load_qos_overrides
from rerun_bridge.config.readers import Place
from rerun_bridge.config.settings import VIEWER_MODES
from rerun_bridge.config.table import RULES
from rerun_bridge.errors import ConfigError
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.nouns import replace
from rerun_bridge.topic_patterns import pattern
from rerun_bridge.topic_rules import TopicRule, TopicSelection

__all__ = ['PARAMETERS', 'Parameter', 'Value', 'configured']

Value = str | int | bool | list[str]
MIB = 1024 * 1024
NONE = ['']
"""A list of nothing: ROS cannot tell the type of an empty one."""
TO_VIEWER = ('serve', 'addr', 'port', 'web_port', 'ws_port', 'save')
TO_RECORDING = ('application_id', 'recording_id')
TO_LIVE = (
    'include_hidden', 'min_qos_depth', 'max_qos_depth', 'low_latency', 'lazy', 'use_sim_time',
)  # fmt: skip
PORT, DEPTH, MEMORY = (0, 65535), (0, 1_000_000), (0, 1_000_000)


class Parameter(NamedTuple):
    """
    What `ros2 param describe` says of a parameter.

    :param range: of a number, both ends included.
    :param choices: of a text; empty is any.
    :param while_active: it can be changed while the bridge runs.
    """

    name: str
    default: Value
    about: str
    range: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    while_active: bool = False


PARAMETERS: tuple[Parameter, ...] = (
    Parameter('config', '', 'YAML file; config/default.yaml explains all keys'),
    Parameter('yaml_path', '', 'the same, by the name that the C++ bridge had for it'),
    Parameter(
        'viewer',
        '',
        'spawn (start one), connect (to one that runs), serve (a web page) or none; '
        'empty: as configured, else spawn',
        choices=('', *VIEWER_MODES),
    ),
    Parameter('addr', '', 'viewer to connect to: ip:port or rerun+http://host:port/proxy'),
    Parameter(
        'port',
        0,
        'of the viewer that is started or connected to; 0: as configured, else 9876',
        PORT,
    ),
    Parameter('web_port', 0, 'of the page that is served; 0: as configured, else 9090', PORT),
    Parameter('ws_port', 0, "of that page's data; 0: as configured, else 9877", PORT),
    Parameter('serve', False, 'serve a web page beside the viewer'),
    Parameter('save', '', 'file to write as well; one that is there is replaced'),
    Parameter('application_id', '', 'recordings with the same one share a layout in the viewer'),
    Parameter('recording_id', '', 'recordings with the same one are shown as one'),
    Parameter(
        'topics.include',
        NONE,
        "topics that are taken: names, globs, or 're:' and a regular expression; "
        "['']: as configured, else all",
        while_active=True,
    ),
    Parameter(
        'topics.exclude',
        NONE,
        'topics that are left out, besides those of the configuration; beats topics.include',
        while_active=True,
    ),
    Parameter(
        'topics.rules',
        NONE,
        'rules as lines of YAML, besides those of the configuration, which they beat: '
        "['/scan: {max_hz: 5}', '/points: {every_nth: 2}']",
        while_active=True,
    ),
    Parameter(
        'include_hidden', False, 'take topics with a part that begins with _, too', None, (), True
    ),
    Parameter(
        'qos_profile_overrides_path',
        '',
        'file of QoS by topic, as for ros2 bag record',
        None,
        (),
        True,
    ),
    Parameter(
        'min_qos_depth', 0, 'least depth of a subscription; 0: as configured', DEPTH, (), True
    ),
    Parameter(
        'max_qos_depth', 0, 'greatest depth of a subscription; 0: as configured', DEPTH, (), True
    ),
    Parameter(
        'queue_mb', 0, 'what may wait for the bridge, in MiB; 0: as configured, else 64', MEMORY
    ),
    Parameter('low_latency', False, 'pass every message on at once, at more CPU for each'),
    Parameter('lazy', False, 'listen to nothing but latched topics while nobody looks'),
    Parameter('autostart', True, 'configure and activate at once; else wait for transitions'),
)
"""Besides, every node has ``use_sim_time``."""


def configured(values: Mapping[str, Any]) -> Config:
    """
    Return the configuration that parameters name and change.

    :param values: of all of :data:`PARAMETERS`, and of ``use_sim_time``.
    :raises ConfigError: the file is wrong, or a parameter is.
    """
    file = values['config'] or values['yaml_path']
    config = load_config(Path(file).expanduser()) if file else Config()
    said = {name: value for name, value in values.items() if value}
    mode = values['viewer'] or config.viewer.mode
    if mode not in VIEWER_MODES:
        raise ConfigError(f'viewer: expected one of {", ".join(VIEWER_MODES)}, got {mode!r}')
    return replace(
        config,
        topics=_topics(config.topics, values),
        viewer=replace(config.viewer, mode=mode, **_those(said, *TO_VIEWER)),
        recording=replace(config.recording, **_those(said, *TO_RECORDING)),
        live=_live(config, said),
    )


def _those(said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _live(config: Config, said: Mapping[str, Any]) -> LiveSettings:
    changes = _those(said, *TO_LIVE)
    if 'queue_mb' in said:
        changes['queue_bytes'] = said['queue_mb'] * MIB
    if 'qos_profile_overrides_path' in said:
        path = Path(said['qos_profile_overrides_path']).expanduser()
        changes['qos_overrides'] = {**config.live.qos_overrides, **load_qos_overrides(path)}
    live = replace(config.live, **changes)
    if live.min_qos_depth > live.max_qos_depth:
        raise ConfigError('min_qos_depth must not be above max_qos_depth')
    return live


def _topics(topics: TopicSelection, values: Mapping[str, Any]) -> TopicSelection:
    include = _patterns(values, 'topics.include')
    exclude = _patterns(values, 'topics.exclude')
    return replace(
        topics,
        include=include or topics.include,
        exclude=topics.exclude + exclude,
        rules=topics.rules + _rules(values),
    )


def _patterns(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    for text in values[name]:
        try:
            pattern(text)
        except ValueError as error:
            raise ConfigError(f'{name}: {text!r}: {error}') from error
    return tuple(filter(None, values[name]))


def _rules(values: Mapping[str, Any]) -> tuple[TopicRule, ...]:
    name = 'topics.rules'
    root = nodes_of('\n'.join(values[name]), Path(name))
    return () if root is None else RULES(root, Place(name))
