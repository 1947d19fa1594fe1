"""The sensors of the robot agree on one world."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from demo.definitions import typestore
from demo.robot import SENSORS, motion
from demo.robot_bag import robot_bag
from demo.world import BOXES, EXTENT_M, WALLS

SECONDS = 1.0


def first_messages() -> dict[str, Any]:
    """Return the first message of every topic, deserialised."""
    return {
        stream.topic: typestore().deserialize_cdr(bytes(stream.message(0)), stream.type_name)
        for stream in robot_bag('robot', seconds=SECONDS)
    }


FIRST = first_messages()


def in_map(message: Any, frame: str, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return points of a sensor on ``base_link`` in the frame of the map."""
    stamp = message.header.stamp
    t = np.array([stamp.sec - 1_700_000_000 + stamp.nanosec * 1e-9])
    pose = motion(t).pose
    x, y = (points + SENSORS[frame][1])[:, :2].T
    cos, sin = np.cos(pose.yaw), np.sin(pose.yaw)
    z = points[:, 2] + SENSORS[frame][1][2]
    return np.stack([pose.x + cos * x - sin * y, pose.y + sin * x + cos * y, z], axis=1)


def distance_to_faces(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far points are from the nearest upright face, on the plan."""
    x0, y0, x1, y1 = np.concatenate([WALLS.faces, BOXES.faces]).T[:, :, None]
    x, y = points[:, 0], points[:, 1]
    length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2, 0, 1)
    off = np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0))
    return np.asarray(off.min(axis=0), np.float64)


def test_scan_points_lie_on_walls_and_boxes() -> None:
    """Within the noise of the laser."""
    scan = FIRST['/scan']
    angles = scan.angle_min + scan.angle_increment * np.arange(len(scan.ranges))
    seen = np.isfinite(scan.ranges)
    ranges, angles = scan.ranges[seen].astype(float), angles[seen]
    points = np.stack(
        [ranges * np.cos(angles), ranges * np.sin(angles), np.zeros_like(angles)], axis=1
    )
    assert seen.sum() > 400
    assert np.percentile(distance_to_faces(in_map(scan, 'laser_link', points)), 99) < 0.05


def test_cloud_points_lie_on_ground_walls_and_boxes_and_the_sky_is_nan() -> None:
    """Within the noise of the lidar; what meets nothing is not a number."""
    cloud = FIRST['/points']
    names = {field.name: field.offset for field in cloud.fields}
    dtype = {
        'names': list('xyz'),
        'formats': ['<f4'] * 3,
        'offsets': [names[axis] for axis in 'xyz'],
    }
    points = cloud.data.view(np.dtype({**dtype, 'itemsize': cloud.point_step}))
    xyz = np.stack([points[axis] for axis in 'xyz'], axis=1).astype(float)
    seen = ~np.isnan(xyz).any(axis=1)
    assert 0.5 < seen.mean() < 1.0
    assert not cloud.is_dense
    at = in_map(cloud, 'lidar_link', xyz[seen])
    assert np.percentile(np.minimum(distance_to_faces(at), abs(at[:, 2])), 99) < 0.08


def test_depth_image_and_intrinsics_give_points_on_ground_and_walls() -> None:
    """Pixels, projected back by the camera info, lie where things are."""
    depth, info = FIRST['/camera/depth/image_raw'], FIRST['/camera/camera_info']
    metres = depth.data.view('<u2').reshape(depth.height, depth.width) / 1000
    rows, columns = np.nonzero((metres > 0) & (metres < 8))
    z = metres[rows, columns]
    f, cx, cy = info.k[0], info.k[2], info.k[5]
    ahead = np.stack([z, -(columns + 0.5 - cx) / f * z, -(rows + 0.5 - cy) / f * z], axis=1)
    at = in_map(depth, 'camera_link', ahead)
    assert len(at) > 100_000
    assert np.percentile(np.minimum(distance_to_faces(at), abs(at[:, 2])), 99) < 0.08


def test_the_jpeg_shows_the_raw_picture() -> None:
    """The same place, seen by the same camera."""
    raw, packed = FIRST['/camera/image_raw'], FIRST['/camera/image_raw/compressed']
    picture = raw.data.reshape(raw.height, raw.width, 3).astype(float)
    jpeg = cv2.imdecode(packed.data, cv2.IMREAD_COLOR)[..., ::-1].astype(float)
    assert abs(picture - jpeg).mean() < 12


def test_the_map_has_the_fence_round_free_ground() -> None:
    """Occupied cells at the walls, free ones where the robot drives, unknown outside."""
    grid = FIRST['/map']
    cells = grid.data.reshape(grid.info.height, grid.info.width)
    assert set(np.unique(cells)) == {-1, 0, 100}
    assert cells[grid.info.height // 2, grid.info.width // 2] == 0
    column = int((-EXTENT_M[0] / 2 - grid.info.origin.position.x) / grid.info.resolution)
    assert (cells[grid.info.height // 4 : -grid.info.height // 4, column] == 100).all()


def test_frames_reach_every_frame_id_from_the_map() -> None:
    """Every header's frame hangs in the tree of /tf and /tf_static."""
    parents: dict[str, str] = {}
    for stream in robot_bag('robot', seconds=SECONDS):
        if stream.type_name == 'tf2_msgs/msg/TFMessage':
            for i in range(len(stream)):
                message: Any = typestore().deserialize_cdr(
                    bytes(stream.message(i)), stream.type_name
                )
                for transform in message.transforms:
                    parents[transform.child_frame_id] = transform.header.frame_id
    frames = {m.header.frame_id for m in FIRST.values() if hasattr(m, 'header')} - {'', 'joy'}
    for frame in frames | set(SENSORS):
        steps = 0
        while frame != 'map':
            frame, steps = parents[frame], steps + 1
            assert steps < 20
