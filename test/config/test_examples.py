"""The examples in config/ do what their comments say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.config import Config, load_config
from rerun_bridge.messages import Channel, type_name
from rerun_bridge.topic_rules import ChannelRule

FOLDER = Path(__file__).parents[2] / 'config'
IMAGE, INFO = 'sensor_msgs/msg/Image', 'sensor_msgs/msg/CameraInfo'


def _rule(config: Config, topic: str, kind: str = 'std_msgs/msg/String') -> ChannelRule:
    return config.topics.rule_for(Channel(1, topic, type_name(kind)))


@pytest.mark.parametrize('file', sorted(FOLDER.glob('*.yaml')), ids=lambda file: file.stem)
def test_every_example_is_right(file: Path) -> None:
    """Each is read without a word; all but the defaults change something."""
    config = load_config(file)
    assert config.warnings == ()
    assert (config == Config()) is (file.stem == 'default')


def test_turtlebot() -> None:
    """The robot, its camera and its navigation are branches of the tree of entities."""
    config = load_config(FOLDER / 'turtlebot.yaml')
    assert str(_rule(config, '/scan').path) == '/robot/scan'
    assert str(_rule(config, '/plan', 'nav_msgs/msg/Path').path) == '/navigation/paths/plan'
    picture, info = (
        _rule(config, f'/oakd/rgb/preview/{name}', kind)
        for name, kind in (('image_raw', IMAGE), ('camera_info', INFO))
    )
    assert str(picture.path) == '/robot/camera/image_raw'
    assert picture.options == info.options == {'max_width': 320}
    assert not config.topics.takes('/oakd/rgb/preview/image_raw/theora')


def test_camera_rig() -> None:
    """Pictures are made smaller together with their pinholes; one camera is worth more."""
    config = load_config(FOLDER / 'camera_rig.yaml')
    topics = [
        f'/cameras/{side}/{name}'
        for side in ('left', 'front')
        for name in ('image', 'camera_info')
    ]
    left, left_info, front, front_info = (_rule(config, topic, IMAGE) for topic in topics)
    assert left.options == left_info.options == {'max_width': 960, 'jpeg_quality': 80}
    assert front.options == front_info.options == {'max_width': 1280, 'jpeg_quality': 90}
    assert (left.max_hz, front.max_hz, str(front.path)) == (10, 30, '/rig/front/image')
    assert config.topics.takes('/cameras/left/image')
    assert not config.topics.takes('/cameras/left/image_rect/compressed')
    assert not config.topics.takes('/other')
    assert config.viewer.mode == 'serve'
    assert config.live.qos_overrides['/lidar/points'].depth == 3


def test_fleet() -> None:
    """Each robot has a branch, and frames, of its own."""
    config = load_config(FOLDER / 'fleet.yaml')
    scan = _rule(config, '/robot1/front/scan')
    assert (str(scan.path), scan.frame_prefix, scan.max_hz) == (
        '/fleet/robot1/front/scan',
        'robot1/',
        10,
    )
    tf = _rule(config, '/robot2/tf', 'tf2_msgs/msg/TFMessage')
    assert (tf.frame_prefix, tf.max_hz) == ('robot2/', None)
    assert _rule(config, '/fleet_manager/orders').frame_prefix == ''
    carrier = _rule(config, '/carrier7/scan')
    assert (str(carrier.path), carrier.frame_prefix) == ('/fleet/carrier7/lidar', 'carrier7/')
    assert _rule(config, '/tf').frame_prefix == ''
