"""``/joint_states``: wheels, head and arm."""

from __future__ import annotations

from demo.cdr_layout import CdrLayout, const, header, text, vary
from demo.robot import JOINTS, joint_angles
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps

__all__ = ['joint_states']


def joint_states(scene: Scene, rate_hz: float = 50.0, topic: str = '/joint_states') -> Stream:
    """Return position, velocity and effort of every joint."""
    count = len(JOINTS)
    layout = CdrLayout(
        header('base_link'),
        const('u4', count),
        [text(joint.name) for joint in JOINTS],
        [
            (const('u4', count), vary(name, 'f8', count))
            for name in ('position', 'velocity', 'effort')
        ],
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    position, half_step_s = joint_angles(t), 0.5e-3
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['position'] = position
    rows['velocity'] = (joint_angles(t + half_step_s) - joint_angles(t - half_step_s)) / (
        2 * half_step_s
    )
    rows['effort'] = random.normal(0, 2, position.shape).round(3)
    return of_rows(topic, 'sensor_msgs/msg/JointState', times, rows)
