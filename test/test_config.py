"""The configuration as users meet it: files, good and wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.config import (
    Config,
    RecordingSettings,
    UrdfSettings,
    ViewerSettings,
    load_config,
)
from rerun_bridge.config.migration import LATER
from rerun_bridge.config.qos_overrides import load_qos_overrides
from rerun_bridge.config.table import CONVERTER_OPTIONS, RULE_KEYS
from rerun_bridge.errors import ConfigError
from rerun_bridge.frames import ExtraPinhole, ExtraTransform, Frames
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.nouns import fields
from rerun_bridge.subscription_qos import QosOverride
from rerun_bridge.topic_rules import TopicRule, TopicSelection

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / 'config' / 'default.yaml'
INVALID = sorted((Path(__file__).parent / 'config' / 'invalid').glob('*.yaml'))

EVERYTHING = """\
topics:
  include: [/camera/**, /tf]
  exclude: ['**/theora', 're:/_.*']
  rules:
    /points: {entity_path: 'sensors/{name}', frame_id: lidar, color_field: intensity,
              colormap: turbo, color_range: [1e-2, 255], every_nth: 2, max_points: 9}
    '/camera/*/points': {colormap: gray, color_range: [null, 3]}
    /{robot}/**: {entity_path: '{robot}/{topic}', frame_prefix: '{robot}/', max_hz: 10}
    sensor_msgs/Image: {max_width: 640, jpeg_quality: 80, depth_limits: [0.1, null]}
    /debug/**: {fields_only: yes, restamp: true}
frames:
  prefix: robot1/
  rename: {base_footprint: base_link}
  root: map
  extra_transforms:
    - {parent_frame: base, child_frame: cam, matrix: [1,0,0,1, 0,1,0,2, 0,0,1,3, 0,0,0,1]}
    - {parent_frame: cam, child_frame: lens, matrix: [1,0,0,1, 0,1,0,2, 0,0,1,3],
       from_parent: true}
  extra_pinholes:
    - {frame_id: lens, width: 640, height: 480, image_from_camera: [1, 0, 2, 0, 3, 4, 0, 0, 1]}
recording: {application_id: walk, name: Monday, recording_id: '42', layout: false, compress: true}
live: {include_hidden: true, min_qos_depth: 2, max_qos_depth: 20, queue_bytes: 1.5 kB, lazy: true,
       low_latency: true, use_sim_time: true, domain: 42, on_clock_jump: segment,
       statistics: false, qos_overrides: {/a: {depth: 1}}}
viewer: {mode: connect, serve: true, addr: '10.0.0.7:9876', port: 1, web_port: 2, ws_port: 3,
         open_browser: false, backlog_bytes: 64 MiB, save: walk.rrd}
urdf: {file_path: 'package://robot/robot.urdf', entity_path: robot}
"""
MATRIX = (1.0, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a configuration file."""

    def write(text: str) -> Path:
        file = tmp_path / 'my.yaml'
        file.write_text(text)
        return file

    return write


def test_every_key_arrives(written: Callable[[str], Path]) -> None:
    """Each key of a full file ends in its place."""
    config = load_config(written(EVERYTHING))
    points = {
        'color_field': 'intensity',
        'colormap': 'turbo',
        'color_range': (0.01, 255.0),
        'every_nth': 2,
        'max_points': 9,
    }
    pictures = {'max_width': 640, 'jpeg_quality': 80, 'depth_limits': (0.1, None)}
    assert config.topics == TopicSelection(
        ('/camera/**', '/tf'),
        ('**/theora', 're:/_.*'),
        (
            TopicRule('/points', 'sensors/{name}', 'lidar', options=points),
            TopicRule(
                '/camera/*/points', options={'colormap': 'gray', 'color_range': (None, 3.0)}
            ),
            TopicRule('/{robot}/**', '{robot}/{topic}', frame_prefix='{robot}/', max_hz=10.0),
            TopicRule('sensor_msgs/Image', options=pictures),
            TopicRule('/debug/**', fields_only=True, restamp=True),
        ),
    )
    assert config.frames == Frames(
        'robot1/',
        {'base_footprint': 'base_link'},
        'map',
        (
            ExtraTransform('base', 'cam', MATRIX),
            ExtraTransform('cam', 'lens', MATRIX, from_parent=True),
        ),
        (ExtraPinhole('lens', 640, 480, (1.0, 0, 2, 0, 3, 4, 0, 0, 1)),),
    )
    assert config.recording == RecordingSettings(
        'walk', 'Monday', '42', layout=False, compress=True
    )
    assert config.live == LiveSettings(
        True, 2, 20, {'/a': QosOverride(depth=1)}, 1500, True, True, True, 'segment', False, 42
    )
    assert config.viewer == ViewerSettings(
        'connect', '10.0.0.7:9876', 1, 2, 3, False, 64 * 2**20, 'walk.rrd', True
    )
    assert config.urdf == UrdfSettings('package://robot/robot.urdf', 'robot')
    assert [warning.partition('urdf: ')[2] for warning in config.warnings] == [LATER]


def test_the_full_file_leaves_no_key_out(written: Callable[[str], Path]) -> None:
    """Every setting there is differs from its default in the file above."""
    config, default = load_config(written(EVERYTHING)), Config()
    for section in ('frames', 'recording', 'live', 'viewer', 'urdf'):
        ours, plain = getattr(config, section), getattr(default, section)
        names = getattr(ours, '_fields', None) or fields(ours)
        assert [name for name in names if getattr(ours, name) == getattr(plain, name)] == []
    said = {key for rule in config.topics.rules for key, value in vars(rule).items() if value}
    assert said - {'match', 'options'} == set(RULE_KEYS) - set(CONVERTER_OPTIONS)
    assert {key for rule in config.topics.rules for key in rule.options} == set(CONVERTER_OPTIONS)


@pytest.mark.parametrize('text', ['', '# nothing\n', 'topics:\nframes:\n', 'topics: {rules: }\n'])
def test_what_is_not_said_takes_its_default(written: Callable[[str], Path], text: str) -> None:
    """An empty file, and empty sections, are the default configuration."""
    assert load_config(written(text)) == Config()


def test_the_default_file_says_the_defaults() -> None:
    """config/default.yaml is the dataclasses' defaults."""
    assert load_config(DEFAULT) == Config()


def test_the_default_file_shows_every_key() -> None:
    """No setting is missing in it; what has no value by default is shown in a comment."""
    text = DEFAULT.read_text()
    shown = set(re.findall(r'^[ #]*(?:- )?(\w+):', text, re.MULTILINE))
    settings = (Frames, RecordingSettings, LiveSettings, ViewerSettings, UrdfSettings)
    wanted = {key for each in (*settings, ExtraTransform, ExtraPinhole) for key in _keys(each)}
    wanted |= {'topics', 'include', 'exclude', 'rules', 'frames', 'recording', 'live', 'viewer'}
    assert {*wanted, 'urdf', *RULE_KEYS} - shown == set()


def test_the_documentation_tells_of_every_key() -> None:
    """docs/config.md has a line for each, and for none that there is not."""
    text = (ROOT / 'docs' / 'config.md').read_text()
    told = set(re.findall(r'^\| `([\w.`, ]+)` \|', text, re.MULTILINE))
    told = {key for keys in told for key in keys.replace('`', '').split(', ')}
    sections = {
        'frames': Frames,
        'recording': RecordingSettings,
        'live': LiveSettings,
        'viewer': ViewerSettings,
        'urdf': UrdfSettings,
    }
    keys = {f'{section}.{key}' for section, each in sections.items() for key in _keys(each)}
    keys |= {'topics.include', 'topics.exclude', 'topics.rules', *RULE_KEYS}
    assert keys - told == set()
    assert {key for key in told if '.' in key and key.partition('.')[0] in sections} <= keys


def test_the_examples_in_the_documentation_are_right(
    written: Callable[[str], Path],
) -> None:
    """Every block of YAML in docs/config.md is read."""
    text = (ROOT / 'docs' / 'config.md').read_text()
    blocks = re.findall(r'^```yaml\n(.*?)^```', text, re.MULTILINE | re.DOTALL)
    *configurations, qos = blocks
    assert len(configurations) == 2
    assert all(load_config(written(each)) != Config() for each in configurations)
    assert load_qos_overrides(written(qos)) == {'/scan': QosOverride(False, False, False, 10)}


def _keys(settings: Any) -> list[str]:
    return list(fields(settings))


def test_the_examples_in_the_default_file_are_right(written: Callable[[str], Path]) -> None:
    """Each block in a comment can be taken in, in place of the default above it."""
    lines = DEFAULT.read_text().splitlines()
    blocks = 0
    for index, line in enumerate(lines):
        match = re.fullmatch(r'  # (\w+):( .*)?', line)
        if not match or not re.match(rf'  #? ?{match[1]}:', lines[index - 1]):
            continue
        end = next(i for i in range(index + 1, len(lines)) if not lines[i].startswith('  #   '))
        section = next(each for each in reversed(lines[:index]) if re.match(r'\w', each))
        block = [f'  {each[4:]}' for each in lines[index:end]]
        if 'my_qos.yaml' in line:
            written('').with_name('my_qos.yaml').write_text('/scan: {depth: 1}')
        assert load_config(written('\n'.join([section, *block]))) != Config()
        blocks += 1
    assert blocks == 5


@pytest.mark.parametrize('file', INVALID, ids=lambda file: file.stem)
def test_a_wrong_file_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is the one in the file's first line."""
    monkeypatch.chdir(file.parent)
    with pytest.raises(ConfigError) as caught:
        load_config(file.name)
    assert f'# {caught.value}' == file.read_text().splitlines()[0]


def test_a_missing_file_is_named() -> None:
    """The error says which file, and why."""
    with pytest.raises(ConfigError, match=r'^/nowhere/my\.yaml: cannot be read: No such file'):
        load_config('/nowhere/my.yaml')


def test_binary_is_refused(tmp_path: Path) -> None:
    """A file that is no text at all gives the same kind of error."""
    file = tmp_path / 'my.yaml'
    file.write_bytes(b'\xff\xfe\x00topics')
    with pytest.raises(ConfigError, match='is not UTF-8 text'):
        load_config(file)


def test_aliases_that_multiply_are_refused(written: Callable[[str], Path]) -> None:
    """A small file that would grow without end costs no memory."""
    lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    lines += [f'a{n}: &a{n} [{", ".join([f"*a{n - 1}"] * 10)}]' for n in range(1, 12)]
    with pytest.raises(ConfigError, match='too many values'):
        load_config(written('\n'.join(lines)))


KEYS = [
    *('topics', 'rules', 'include', 'frames', 'prefix', 'color_range', '/a', '/{a}/**', 'live'),
    *('qos_overrides', 'queue_bytes', 'viewer', 'mode', 'extra_transforms', 'matrix', 'depth'),
    *('topic_to_entity_path', 'topic_options', 'a/b', 'entity_path', 'colormap', 'tf', 'tree'),
    *('extra_pinholes', 'extra_transform3ds', 'transform', 'from_parent', 'urdf', 'file_path'),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
        | st.lists(st.floats(-9, 9), min_size=9, max_size=16)
    ),
)


@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON)
def test_any_tree_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, tree: object
) -> None:
    """Whatever is in the file, out comes a configuration or a ConfigError with its place."""
    file = tmp_path_factory.getbasetemp() / 'fuzz.yaml'
    file.write_text(json.dumps(tree))
    problem = str(file)
    try:
        assert isinstance(load_config(file), Config)
    except ConfigError as error:
        problem = str(error)
    assert problem.startswith(str(file))
