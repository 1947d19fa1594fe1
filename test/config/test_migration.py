"""From the old bridge's configuration to ours: what becomes of each key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.config import load_config
from rerun_bridge.config.legacy import LegacyConfig
from rerun_bridge.config.loading import read_migration
from rerun_bridge.config.migration import migrated
from rerun_bridge.config.writing import yaml_text
from rerun_bridge.errors import ConfigError
from rerun_bridge.frames import ExtraPinhole, ExtraTransform, Frames
from rerun_bridge.messages import Channel, TypeName

LEGACY = sorted((Path(__file__).parent / 'legacy').glob('*.yaml'))


def _rules(**options: object) -> dict[str, Any]:
    """Return what the options of one topic become."""
    found = migrated(LegacyConfig(topic_options={'/a/b': {'entity_path': '/p', **options}}))
    rule: dict[str, Any] = dict(found.data['topics']['rules']['/a/b'])  # type: ignore[index]
    assert rule.pop('entity_path') == '/p'
    return rule


@pytest.mark.parametrize(
    ('options', 'expected'),
    [
        ({}, {}),
        ({'restamp': True}, {'restamp': True}),
        ({'restamp': False}, {}),
        ({'min_depth': 0.5}, {'depth_limits': [0.5, None]}),
        ({'min_depth': 0.5, 'max_depth': 9.0}, {'depth_limits': [0.5, 9.0]}),
        ({'colormap': 'rgb'}, {'color_field': 'rgb'}),
        ({'colormap': 'rgb', 'colormap_field': 'rgba'}, {'color_field': 'rgba'}),
        ({'colormap': 'turbo', 'colormap_field': 'z'}, {'colormap': 'turbo', 'color_field': 'z'}),
        (
            {'colormap_min': -1.0, 'colormap_field': 'z'},
            {'color_field': 'z', 'color_range': [-1.0, None]},
        ),
        ({'colormap': 'heat'}, {}),
    ],
)
def test_options(options: dict[str, object], expected: dict[str, object]) -> None:
    """Each option of the old bridge has its key here."""
    assert _rules(**options) == expected


@pytest.mark.parametrize('file', LEGACY, ids=lambda file: file.stem)
def test_the_old_file_and_the_migrated_one_say_the_same(file: Path, tmp_path: Path) -> None:
    """To read the old one is to read what `migrate` would write."""
    new = tmp_path / 'new.yaml'
    new.write_text(yaml_text(read_migration(file).data))
    old, ours = load_config(file), load_config(new)
    assert (old.topics, old.frames, old.urdf) == (ours.topics, ours.frames, ours.urdf)
    assert old != ours
    assert [warning for warning in ours.warnings if 'deprecated' in warning] == []
    with pytest.raises(ConfigError, match='nothing to migrate'):
        read_migration(new)


def test_paths_become_the_frames_they_stand_for() -> None:
    """A camera that hangs in the tree of frames is in the frame above it."""
    config = load_config(LEGACY[1])
    assert config.frames == Frames(
        root='map',
        extra_pinholes=(ExtraPinhole('head', 1280, 720, (900.0, 0, 640, 0, 900, 360, 0, 0, 1)),),
    )
    image = Channel(1, '/eye/image', TypeName('sensor_msgs/msg/Image'))
    rule = config.topics.rule_for(image)
    assert (str(rule.path), rule.frame_id) == ('/map/odom/body/head/eye', 'head')


def test_what_is_fixed_to_a_path_is_fixed_to_a_frame() -> None:
    """A transform makes a frame; its camera is in it; the info does not share the entity."""
    config = load_config(LEGACY[0])
    (transform,), (pinhole,) = config.frames.extra_transforms, config.frames.extra_pinholes
    assert transform == ExtraTransform(
        'world/rover/mast', 'cam_left', (1.0, 0, 0, 0.25, 0, 1, 0, -0.5, 0, 0, 1, 0.75), True
    )
    assert pinhole.frame_id == 'cam_left'
    paths = {rule.match: (rule.entity_path, rule.frame_id) for rule in config.topics.rules}
    path = '/world/rover/mast/cam_left'
    assert paths == {
        '/rover/pose': ('/world/rover', None),
        '/rover/cam_left/image': (path, 'cam_left'),
        '/rover/cam_left/camera_info': (f'{path}/camera_info', 'cam_left'),
    }


def test_two_frames_of_one_name_are_kept_apart() -> None:
    """A frame that has to be made up does not take a name of the tree."""
    old = LegacyConfig(
        extra_transform3ds=read_transforms('/map/base/camera', '/map/camera/camera'),
        tf=LegacyConfig().tf._replace(tree={'/map': 'map', '/map/camera': 'camera'}),
    )
    frames: Any = migrated(old).data['frames']
    assert [each['child_frame'] for each in frames['extra_transforms']] == [
        'map/base/camera',
        'map/camera/camera',
    ]
    assert [each['parent_frame'] for each in frames['extra_transforms']] == ['map', 'camera']


def read_transforms(*paths: str) -> Any:
    """Return transforms of entities."""
    from rerun_bridge.config.legacy import LegacyTransform

    return tuple(LegacyTransform(path, (1.0,) * 12, False) for path in paths)


def test_a_key_holds_for_a_namespace_unless_it_names_a_path() -> None:
    """Longer ones beat shorter ones, topics beat all, as the old bridge's comments say."""
    config = load_config(LEGACY[1])

    def limits(topic: str) -> object:
        channel = Channel(1, topic, TypeName('sensor_msgs/msg/Image'))
        return config.topics.rule_for(channel).options.get('depth_limits')

    assert limits('/front/rgb') == (None, 20.0)
    assert limits('/front/depth') == limits('/front/depth/raw') == (0.5, 10.0)
    assert limits('/other') == (None, 100.0)


def test_the_notes_tell_what_differs() -> None:
    """Each difference is a line that begins with what it is about."""
    notes = '\n'.join(read_migration(LEGACY[1]).notes)
    for about in (
        "topic_options['/eye/image'].comment: means nothing",
        "topic_options['/front']: holds for that topic and those below it",
        "topic_options['/front/depth'].max_depth: beats that of '/front'",
        "topics.rules['sensor_msgs/msg/Image']: a rule for a namespace beats it",
        'tf.tree: not needed',
        'tf.update_rate: transforms are kept as they come, not 50 times a second',
        'urdf: read and kept, but not drawn yet',
        'topics without an entity_path',
    ):
        assert about in notes
    assert 'nothing places' in '\n'.join(read_migration(LEGACY[0]).notes)


def test_what_comes_later_is_kept_and_named_once() -> None:
    """The robot model is in the configuration, and in one warning."""
    config = load_config(LEGACY[1])
    assert config.urdf.file_path == 'package://walker/urdf/walker.urdf'
    assert [warning for warning in config.warnings if 'urdf' in warning] == [
        f'{LEGACY[1]}: urdf: read and kept, but not drawn yet'
    ]


PATHS = st.sampled_from(['/', 'a', '/a', '/a/b', '/a/b/c', '//', '', '/{x}', 'b/', ' '])
OPTIONS = st.dictionaries(
    st.sampled_from(['entity_path', 'restamp', 'min_depth', 'colormap', 'colormap_field', 'x']),
    st.booleans() | st.floats(-1, 1) | st.sampled_from(['/a', '/a/b', '{', 'turbo', 'rgb', '']),
    max_size=3,
)
TREES = st.recursive(
    st.none() | st.just({}),
    lambda inner: st.dictionaries(st.sampled_from('ab{'), inner, max_size=3),
    max_leaves=8,
)
FIXED = {'entity_path': PATHS, 'transform': st.just([1.0] * 12), 'from_parent': st.booleans()}
CAMERA = {
    'entity_path': PATHS,
    'width': st.just(3),
    'height': st.just(2),
    'image_from_camera': st.just([1] * 9),
}
OLD: dict[str, st.SearchStrategy[Any]] = {
    'topic_to_entity_path': st.dictionaries(PATHS, PATHS, max_size=3),
    'topic_options': st.dictionaries(
        PATHS | st.sampled_from(['a::msg::B', 'a/B']), OPTIONS, max_size=3
    ),
    'extra_transform3ds': st.lists(st.fixed_dictionaries(FIXED), max_size=2),
    'extra_pinholes': st.lists(st.fixed_dictionaries(CAMERA), max_size=2),
    'tf': st.fixed_dictionaries({'update_rate': st.floats(0, 9), 'tree': TREES}),
    'urdf': st.fixed_dictionaries({'file_path': st.sampled_from(['', 'a']), 'entity_path': PATHS}),
}


@given(st.fixed_dictionaries({}, optional=OLD))
def test_any_old_file_is_taken_or_refused_by_its_own_keys(
    tmp_path_factory: pytest.TempPathFactory, tree: object
) -> None:
    """What is read can be written in our form; no error speaks of a key that is not there."""
    file = tmp_path_factory.getbasetemp() / 'old.yaml'
    file.write_text(json.dumps(tree))
    problem = ''
    try:
        load_config(file)
    except ConfigError as error:
        problem = str(error)
    assert 'topics.' not in problem
    assert 'frames.' not in problem
