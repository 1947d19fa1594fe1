"""Files of the deprecated C++ bridge, as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.config import load_config
from rerun_bridge.config.legacy import (
    LegacyConfig,
    LegacyPinhole,
    LegacyTf,
    LegacyTransform,
    LegacyUrdf,
    is_legacy,
    read_legacy,
)
from rerun_bridge.config.nodes import nodes_of
from rerun_bridge.config.readers import Place
from rerun_bridge.errors import ConfigError

LEGACY = Path(__file__).parent / 'legacy'
EYE = (1.0, 0, 0, 0.25, 0, 1, 0, -0.5, 0, 0, 1, 0.75)


def _read(text: str) -> LegacyConfig:
    root = nodes_of(text, Path('old.yaml'))
    assert root is not None
    assert is_legacy(root)
    return read_legacy(root, Place('old.yaml'))


def test_the_first_generation() -> None:
    """Topics to paths, and what is fixed to paths."""
    path = '/world/rover/mast/cam_left'
    assert _read((LEGACY / 'generation1.yaml').read_text()) == LegacyConfig(
        {
            '/rover/pose': '/world/rover',
            '/rover/cam_left/image': path,
            '/rover/cam_left/camera_info': path,
        },
        extra_transform3ds=(LegacyTransform(path, EYE, True),),
        extra_pinholes=(LegacyPinhole(path, 640, 480, (300.0, 0, 320, 0, 300, 240, 0, 0, 1)),),
    )


def test_the_second_generation() -> None:
    """Options by topic, namespace and type; frames within frames; a robot model."""
    found = _read((LEGACY / 'generation2.yaml').read_text())
    assert found.topic_options['/cloud'] == {
        'colormap': 'turbo',
        'colormap_field': 'intensity',
        'colormap_max': 90.0,
        'restamp': True,
    }
    assert found.topic_options['sensor_msgs::msg::Image'] == {'max_depth': 100.0}
    assert found.tf == LegacyTf(
        50.0,
        {
            '/map': 'map',
            '/map/odom': 'odom',
            '/map/odom/body': 'body',
            '/map/odom/body/head': 'head',
            '/map/odom/body/tail': 'tail',
            '/map/odom/footprint': 'footprint',
        },
    )
    assert found.urdf == LegacyUrdf('package://walker/urdf/walker.urdf', 'odom')
    assert found.ignored == ("topic_options['/eye/image'].comment",)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('topic_to_entity_path: {}', True),
        ('extra_pinholes: []', True),
        ('tf: {update_rate: 0}', True),
        ('topics: {}\ntopic_options: {}', False),
        ('urdf: {file_path: a}', False),
        ('[]', False),
    ],
)
def test_which_files_are_of_the_old_form(text: str, expected: bool) -> None:
    """Those with a key that ours has not, and without one that only ours has."""
    root = nodes_of(text, Path('old.yaml'))
    assert root is not None
    assert is_legacy(root) is expected


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        (
            'topic_options:\n  /scan:\n    max_depth: ten\n',
            "3: topic_options['/scan'].max_depth: expected a number, got 'ten'",
        ),
        (
            'extra_transform3ds:\n  - entity_path: /a\n    transform: [1, 2]\n',
            '3: extra_transform3ds[0].transform: expected 12 or 16 numbers, got 2',
        ),
        (
            'extra_transform3ds:\n  - {entity_path: /a}\n',
            '2: extra_transform3ds[0]: transform is missing',
        ),
        ('tf: {tree: map}', "1: tf.tree: expected a mapping, got 'map'"),
        ('topic_options: [a]', '1: topic_options: expected a mapping, got a list'),
    ],
)
def test_errors_name_the_old_keys(tmp_path: Path, text: str, message: str) -> None:
    """What the old bridge could not have read is refused, with its line."""
    file = tmp_path / 'old.yaml'
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert str(caught.value) == f'{file}:{message}'
