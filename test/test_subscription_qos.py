"""The QoS of a subscription follows from what publishers offer, then from the user."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import Qos
from rerun_bridge.subscription_qos import LARGE_DEPTH, QosOverride, subscription_qos

IMU, IMAGE = 'sensor_msgs/msg/Imu', 'sensor_msgs/msg/Image'
RELIABLE, BEST_EFFORT = Qos(True, True, 10), Qos(False, False, 5)
DEPTHS = (8, 100)


@pytest.mark.parametrize(
    ('offers', 'expected'),
    [
        ([RELIABLE], Qos(True, True, 10, 1)),
        ([RELIABLE, RELIABLE], Qos(True, True, 20, 2)),
        ([RELIABLE, BEST_EFFORT], Qos(False, False, 15, 2)),
        ([Qos(True, False, 1)], Qos(True, False, 8, 1)),
        ([Qos(True, False, 5000)], Qos(True, False, 100, 1)),
        ([Qos(True, False, 0)], Qos(True, False, 100, 1)),
        ([], Qos(False, False, 8, 0)),
    ],
)
def test_publishers_decide(offers: list[Qos], expected: Qos) -> None:
    """Reliable and late-joining only if all are; depths add up, within the limits."""
    assert subscription_qos(IMU, offers, DEPTHS) == expected


def test_images_do_not_fill_the_memory() -> None:
    """Few of them wait, whatever is asked for smaller messages."""
    assert subscription_qos(IMAGE, [Qos(depth=1)], DEPTHS).depth == 1
    assert subscription_qos(IMAGE, [Qos(depth=0)], DEPTHS).depth == LARGE_DEPTH


@pytest.mark.parametrize(
    ('override', 'expected'),
    [
        (QosOverride(), Qos(True, True, 10, 1)),
        (QosOverride(reliable=False), Qos(False, True, 10, 1)),
        (QosOverride(transient_local=False, depth=5000), Qos(True, False, 5000, 1)),
        (QosOverride(keep_all=True, depth=7), Qos(True, True, 0, 1)),
        (QosOverride(keep_all=False, depth=7), Qos(True, True, 7, 1)),
    ],
)
def test_the_user_has_the_last_word(override: QosOverride, expected: Qos) -> None:
    """Limits of depth are for what nobody has said."""
    assert subscription_qos(IMU, [RELIABLE], DEPTHS, override) == expected
