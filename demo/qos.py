"""The quality of service that publishers offer, in the words of rosbag2."""

from __future__ import annotations

import json

__all__ = ['QosProfile', 'offered_qos', 'offered_qos_yaml']

QosProfile = dict[str, 'str | int | bool | dict[str, int]']

UNSPECIFIED = {'sec': 0, 'nsec': 0}


def offered_qos(latched: bool) -> list[QosProfile]:
    """Return the profile of the only publisher of a topic."""
    return [
        {
            'history': 'keep_last',
            'depth': 1 if latched else 10,
            'reliability': 'reliable',
            'durability': 'transient_local' if latched else 'volatile',
            'deadline': UNSPECIFIED,
            'lifespan': UNSPECIFIED,
            'liveliness': 'automatic',
            'liveliness_lease_duration': UNSPECIFIED,
            'avoid_ros_namespace_conventions': False,
        }
    ]


def offered_qos_yaml(latched: bool) -> str:
    """Return the profile as YAML; JSON is YAML."""
    return json.dumps(offered_qos(latched))
