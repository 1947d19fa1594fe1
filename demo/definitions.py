"""Message definitions as a bag holds them: of standard types, and of one of the robot's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rosbags.typesys import Stores, get_types_from_msg, get_typestore
from rosbags.typesys.store import Typestore

__all__ = ['ROBOT_STATUS', 'Definition', 'definitions', 'typestore']

ROBOT_STATUS = 'demo_msgs/msg/RobotStatus'

OWN = {
    ROBOT_STATUS: """\
uint8 MODE_IDLE=0
uint8 MODE_DRIVING=1
uint8 MODE_TURNING=2
std_msgs/Header header
uint8 mode
string mode_name
uint32 lap
float32 speed
bool[4] bumpers
float32[] motor_temperatures
demo_msgs/WheelStatus[] wheels
""",
    'demo_msgs/msg/WheelStatus': """\
string name
float32 current
int32 ticks
""",
}


@dataclass(frozen=True)
class Definition:
    """
    What a bag says of a type.

    :param text: in the ``ros2msg`` format, with all types that it contains.
    :param type_hash: ``RIHS01_…``.
    """

    text: str
    type_hash: str


@cache
def typestore() -> Typestore:
    """Return the types of ROS 2 Jazzy and our own."""
    store = get_typestore(Stores.ROS2_JAZZY)
    types = {}
    for name, text in OWN.items():
        types.update(get_types_from_msg(text, name))
    store.register(types)
    return store


def definitions(type_names: Iterable[str]) -> dict[str, Definition]:
    """Return the definitions of types by name, sorted."""
    store = typestore()
    return {
        name: Definition(store.generate_msgdef(name, ros_version=2)[0], store.hash_rihs01(name))
        for name in sorted(set(type_names))
    }
