"""The configuration as users meet it: files, good and wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.config import Config, RecordingSettings, load_config
from rerun_bridge.config.table import RULE
from rerun_bridge.errors import ConfigError
from rerun_bridge.frames import Frames
from rerun_bridge.topic_rules import TopicRule, TopicSelection

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / 'config' / 'default.yaml'
INVALID = sorted((Path(__file__).parent / 'config' / 'invalid').glob('*.yaml'))

EVERYTHING = """\
topics:
  include: [/camera/**, /tf]
  exclude: ['**/theora']
  rules:
    /points: {entity_path: 'sensors/{name}', frame_id: lidar, color_field: intensity,
              colormap: turbo, color_range: [1e-2, 255]}
    '/camera/*/points': {colormap: gray}
    /debug/**: {fields_only: yes}
frames:
  prefix: robot1/
  rename: {base_footprint: base_link}
recording: {application_id: walk, name: Monday, recording_id: '42'}
"""


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
    assert load_config(written(EVERYTHING)) == Config(
        TopicSelection(
            ('/camera/**', '/tf'),
            ('**/theora',),
            (
                TopicRule(
                    '/points',
                    'sensors/{name}',
                    'lidar',
                    options={
                        'color_field': 'intensity',
                        'colormap': 'turbo',
                        'color_range': (0.01, 255.0),
                    },
                ),
                TopicRule('/camera/*/points', options={'colormap': 'gray'}),
                TopicRule('/debug/**', fields_only=True),
            ),
        ),
        Frames('robot1/', {'base_footprint': 'base_link'}),
        RecordingSettings('walk', 'Monday', '42'),
    )


@pytest.mark.parametrize('text', ['', '# nothing\n', 'topics:\nframes:\n', 'topics: {rules: }\n'])
def test_what_is_not_said_takes_its_default(written: Callable[[str], Path], text: str) -> None:
    """An empty file, and empty sections, are the default configuration."""
    assert load_config(written(text)) == Config()


def test_the_default_file_says_the_defaults() -> None:
    """config/default.yaml is the dataclasses' defaults."""
    assert load_config(DEFAULT) == Config()


def test_the_default_file_shows_every_key(written: Callable[[str], Path]) -> None:
    """Its commented example uses every key a rule can have, and is right."""
    lines = DEFAULT.read_text().splitlines()
    start = lines.index('  # rules:')
    example = [line.replace('  # ', '  ', 1) for line in lines[start:] if line.startswith('  # ')]
    end = next(index for index, line in enumerate(example) if line.startswith('  Goes before'))
    config = load_config(written('\n'.join(['topics:', *example[:end]])))
    shown = {key for rule in config.topics.rules for key in rule.options}
    shown |= {'entity_path', 'frame_id', 'fields_only'}
    assert shown == set(RULE)
    assert config.topics.rules[0].entity_path
    assert config.topics.rules[0].frame_id
    assert config.topics.rules[-1].fields_only


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


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ['topics', 'rules', 'include', 'frames', 'prefix', 'color_range', '/a']
            ),
            inner,
            max_size=3,
        )
    ),
)


@given(JSON)
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
