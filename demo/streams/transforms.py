"""``/tf`` and ``/tf_static``: map ▸ odom ▸ base_link ▸ wheels, head, arm, sensors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from demo.cdr_layout import CdrLayout, const, header, text, vary
from demo.robot import (
    JOINTS,
    SENSORS,
    Pose2D,
    joint_angles,
    map_to_odom,
    odom_to_base,
    quaternion,
)
from demo.scene import Scene
from demo.stream import Stream, Times, of_rows, set_stamps

__all__ = ['transforms', 'transforms_of_many_nodes', 'transforms_static']

TYPE = 'tf2_msgs/msg/TFMessage'
FRAMES = [('odom', 'base_link'), *((joint.parent, joint.child) for joint in JOINTS)]
"""What moves at the rate of the wheels, parent and child."""


def _layout(frames: list[tuple[str, str]]) -> CdrLayout:
    transforms = [
        (
            header(parent, f'{index} '),
            text(child),
            vary(f'{index} translation', 'f8', 3),
            vary(f'{index} rotation', 'f8', 4),
        )
        for index, (parent, child) in enumerate(frames)
    ]
    return CdrLayout(const('u4', len(frames)), transforms)


def _fill(
    rows: npt.NDArray[np.void], index: int, stamp_ns: npt.NDArray[np.int64], pose: Pose2D
) -> None:
    set_stamps(rows, stamp_ns, f'{index} ')
    rows[f'{index} translation'][:, 0], rows[f'{index} translation'][:, 1] = pose.x, pose.y
    rows[f'{index} rotation'] = quaternion(0.0, 0.0, pose.yaw)


def _driving(
    stamp_ns: npt.NDArray[np.int64], t: npt.NDArray[np.float64], frames: int, late_ns: int = 0
) -> npt.NDArray[np.void]:
    """
    Return messages of the first of :data:`FRAMES`.

    :param late_ns: how much older each transform is than the one before it.
    """
    rows = _layout(FRAMES[:frames]).messages(len(t))
    _fill(rows, 0, stamp_ns, odom_to_base(t))
    angles = joint_angles(t)
    for index, joint in enumerate(JOINTS[: frames - 1], start=1):
        set_stamps(rows, stamp_ns - late_ns * index, f'{index} ')
        rows[f'{index} translation'] = joint.origin
        turned = angles[:, index - 1]
        roll_pitch_yaw = [turned if axis == joint.axis else np.zeros(1) for axis in range(3)]
        rows[f'{index} rotation'] = quaternion(*roll_pitch_yaw)
    return rows


def transforms(scene: Scene, rate_hz: float = 50.0, topic: str = '/tf') -> Stream:
    """Return the transforms of two nodes: the driver, and every fifth time localisation."""
    times = scene.times(topic, rate_hz)
    t = scene.elapsed_s(times)
    is_localisation = np.arange(len(t)) % 5 == 0
    localised = _layout([('map', 'odom')]).messages(int(is_localisation.sum()))
    _fill(localised, 0, times.stamp_ns[is_localisation], map_to_odom(t[is_localisation]))
    driving = ~is_localisation
    moved = _driving(times.stamp_ns[driving], t[driving], len(FRAMES))
    return _merged(topic, times, is_localisation.astype(np.int64), [moved, localised])


def transforms_of_many_nodes(scene: Scene, rate_hz: float = 200.0, topic: str = '/tf') -> Stream:
    """Return messages of one to ten transforms in random order, as from ten nodes."""
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    node = random.integers(0, 10, len(t))
    parts = [
        _driving(times.stamp_ns[node == k], t[node == k], k + 1, late_ns=37_000) for k in range(10)
    ]
    return _merged(topic, times, node, parts)


def transforms_static(scene: Scene, topic: str = '/tf_static') -> Stream:
    """Return where the sensors sit, once."""
    times = scene.once()
    rows = _layout([(parent, child) for child, (parent, _, _) in SENSORS.items()]).messages(1)
    for index, (_, translation, rotation) in enumerate(SENSORS.values()):
        set_stamps(rows, times.stamp_ns, f'{index} ')
        rows[f'{index} translation'], rows[f'{index} rotation'] = translation, rotation
    return of_rows(topic, TYPE, times, rows, latched=True)


def _merged(
    topic: str, times: Times, part_of: npt.NDArray[np.int64], parts: list[npt.NDArray[np.void]]
) -> Stream:
    """Return a stream whose message ``i`` is the next one of part ``part_of[i]``."""
    nth = np.empty(len(part_of), np.int64)
    for index in range(len(parts)):
        mine = part_of == index
        nth[mine] = np.arange(int(mine.sum()))
    sizes = [part.dtype.itemsize for part in parts]
    data: list[bytes] = [part.tobytes() for part in parts]
    size_of = np.array(sizes)[part_of]
    starts = nth * size_of
    where: list[tuple[int, int, int]] = list(
        zip(part_of.tolist(), starts.tolist(), (starts + size_of).tolist())
    )

    def message(i: int) -> bytes | memoryview:
        part, start, stop = where[i]
        return data[part][start:stop]

    return Stream(topic, TYPE, times, message)
