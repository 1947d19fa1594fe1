"""The kinds of bag: the whole robot, a busier one, and one stream at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demo.scene import Scene
from demo.stream import Stream
from demo.streams.camera import camera_info, compressed_image, depth_image, image
from demo.streams.camera_view import CameraView
from demo.streams.cloud import cloud
from demo.streams.imu import imu
from demo.streams.joints import joint_states
from demo.streams.navigation import goal, occupancy_map, particles, plan
from demo.streams.odometry import cmd_vel, odometry
from demo.streams.reports import diagnostics, robot_status, rosout
from demo.streams.scan import scan
from demo.streams.small_sensors import battery, gps_fix, joy, temperature
from demo.streams.transforms import transforms, transforms_of_many_nodes, transforms_static

__all__ = ['KINDS', 'Kind']


@dataclass(frozen=True)
class Kind:
    """
    A kind of bag.

    :param seconds: how long it is at full scale.
    """

    seconds: float
    streams: Callable[[Scene], list[Stream]]


def _robot(scene: Scene) -> list[Stream]:
    """Return every stream that the robot has, at rates that suit a look."""
    view = CameraView(640, 480, per_lap=300)
    return [
        transforms_static(scene),
        occupancy_map(scene),
        transforms(scene),
        odometry(scene),
        imu(scene),
        joint_states(scene),
        cmd_vel(scene),
        joy(scene),
        scan(scene),
        cloud(scene),
        camera_info(scene, view),
        compressed_image(scene, view),
        image(scene, view, 3),
        depth_image(scene, view, 3),
        plan(scene),
        goal(scene),
        particles(scene),
        gps_fix(scene),
        battery(scene),
        temperature(scene),
        diagnostics(scene),
        rosout(scene),
        robot_status(scene),
    ]


def _mixed(scene: Scene) -> list[Stream]:
    """Return the streams that weigh most, at the rates and sizes of a robot that works."""
    view, big = CameraView(640, 480, per_lap=100), CameraView(1280, 720, per_lap=64)
    return [
        transforms_static(scene),
        transforms_of_many_nodes(scene, 100),
        odometry(scene, 50),
        imu(scene, 400),
        joint_states(scene, 100),
        cmd_vel(scene),
        scan(scene, 20, beams=1080),
        cloud(scene, 10),
        camera_info(scene, view, 30),
        compressed_image(scene, big, 30, JPEG_QUALITY, in_turn=True),
        image(scene, view),
        depth_image(scene, view),
        gps_fix(scene),
        rosout(scene),
    ]


JPEG_QUALITY = 88
"""About 100 kB for a picture of 1280 x 720."""

KINDS: Mapping[str, Kind] = {
    'robot': Kind(20, _robot),
    'mixed': Kind(60, _mixed),
    'imu': Kind(2500, lambda scene: [imu(scene, 400)]),
    'tf': Kind(1000, lambda scene: [transforms_of_many_nodes(scene, 200)]),
    'odom': Kind(2000, lambda scene: [odometry(scene, 100)]),
    'joints': Kind(2000, lambda scene: [joint_states(scene, 100)]),
    'scan': Kind(500, lambda scene: [scan(scene, 40, beams=1080)]),
    'cloud': Kind(30, lambda scene: [cloud(scene, 10, rings=64, per_ring=1875)]),
    'image': Kind(10, lambda scene: [image(scene, CameraView(1280, 720, per_lap=600), 30)]),
    'jpeg': Kind(
        100,
        lambda scene: [
            compressed_image(
                scene, CameraView(1280, 720, per_lap=64), 30, JPEG_QUALITY, in_turn=True
            )
        ],
    ),
}
"""
At full scale: a million messages of imu, 200,000 of tf, odom and joints, 20,000 scans, 300 clouds
and images, 3,000 JPEGs.
"""
