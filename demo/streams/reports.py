"""``/diagnostics``, ``/rosout`` and ``/robot_status``: what the robot says of itself."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, Part, const, header, text
from demo.definitions import ROBOT_STATUS
from demo.robot import LAP_S, joint_angles, motion
from demo.scene import Scene
from demo.stream import SECOND_NS, Stream, Times, of_messages, set_stamps

__all__ = ['diagnostics', 'robot_status', 'rosout']

OK, WARN = 0, 1
SAYINGS = (
    (20, 'controller', 'Passing lap marker, following the plan'),
    (20, 'planner', 'Planned a path of 60 poses'),
    (10, 'localisation', 'Resampled 200 particles'),
    (30, 'controller', 'Control loop missed its rate of 20 Hz'),
    (20, 'battery', 'Cells are balanced'),
    (40, 'camera', 'Frame came late, dropped'),
)
"""Level, who, what."""


def _messages(times: Times, parts: list[list[Part]]) -> list[bytes]:
    """Return one message for each list of parts; the first part is the stamp or header."""
    messages = []
    for i, members in enumerate(parts):
        row = CdrLayout(*members).messages(1)
        if row.dtype.names:
            set_stamps(row, times.stamp_ns[i : i + 1])
        messages.append(row.tobytes())
    return messages


def diagnostics(scene: Scene, rate_hz: float = 1.0, topic: str = '/diagnostics') -> Stream:
    """Return the state of motors, camera and battery; a motor gets warm in every lap."""
    times = scene.times(topic, rate_hz)
    t = scene.elapsed_s(times)
    speed = motion(t).speed
    parts: list[list[Part]] = []
    for i in range(len(times)):
        celsius = 45 + 12 * float(np.sin(2 * np.pi * t[i] / LAP_S))
        is_warm = celsius > 55
        statuses = (
            (WARN if is_warm else OK, 'motors: left', 'warm' if is_warm else 'OK',
             {'temperature': f'{celsius:.1f}', 'speed': f'{speed[i]:.2f}'}),
            (OK, 'camera: driver', 'OK', {'frames': str(round(t[i] * 15))}),
            (OK, 'power: battery', 'OK', {'percentage': f'{93 - t[i] / 36:.1f}'}),
        )  # fmt: skip
        parts.append([header(''), const('u4', len(statuses)), [_status(*s) for s in statuses]])
    return of_messages(
        topic, 'diagnostic_msgs/msg/DiagnosticArray', times, _messages(times, parts)
    )


def _status(level: int, name: str, message: str, values: dict[str, str]) -> Part:
    pairs = [(text(key), text(value)) for key, value in values.items()]
    words = (text(name), text(message), text(name.partition(':')[0]))
    return const('u1', level), words, const('u4', len(pairs)), pairs


def rosout(scene: Scene, rate_hz: float = 2.0, topic: str = '/rosout') -> Stream:
    """Return log lines of every level."""
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    parts: list[list[Part]] = []
    for i, which in enumerate(random.integers(0, len(SAYINGS), len(times)).tolist()):
        level, name, saying = SAYINGS[which]
        at = int(times.stamp_ns[i])
        parts.append(
            [
                const('i4', at // SECOND_NS),
                const('u4', at % SECOND_NS),
                const('u1', level),
                text(name),
                text(f'{saying} ({i})'),
                text(f'src/{name}.cpp'),
                text('run'),
                const('u4', 40 + which),
            ]
        )
    return of_messages(topic, 'rcl_interfaces/msg/Log', times, _messages(times, parts))


def robot_status(scene: Scene, rate_hz: float = 5.0, topic: str = '/robot_status') -> Stream:
    """Return a type of the robot's own, whose definition only the bag knows."""
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    moving, angles = motion(t), joint_angles(t)[:, :2]
    parts: list[list[Part]] = []
    for i in range(len(times)):
        mode = 1 if moving.speed[i] > 1.0 else 2
        wheels = [
            (
                text(name),
                const('f4', 1 + moving.speed[i] + random.normal(0, 0.05)),
                const('i4', int(angle * 4096 / (2 * np.pi))),
            )
            for name, angle in zip(('left', 'right'), angles[i])
        ]
        parts.append(
            [
                header('base_link'),
                const('u1', mode),
                text('driving' if mode == 1 else 'turning'),
                const('u4', int(t[i] // LAP_S)),
                const('f4', moving.speed[i]),
                const('u1', [0, 0, 0, 0]),
                const('u4', 2),
                const('f4', 45 + random.normal(0, 0.5, 2)),
                const('u4', len(wheels)),
                wheels,
            ]
        )
    return of_messages(topic, ROBOT_STATUS, times, _messages(times, parts))
