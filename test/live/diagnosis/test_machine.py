"""What the machine lacks."""

from __future__ import annotations

import pytest

from rerun_bridge.live.diagnosis import Machine
from test.live.diagnosis.test_examination import found, heard, seen
from test.support.live_source import published

IMAGE = 'sensor_msgs/msg/Image'
LARGE = 8 << 20


@pytest.mark.parametrize(
    ('machine', 'type_name', 'what', 'is_fault'),
    [
        (Machine(212_992, (0, 41, 0)), IMAGE, '208 KiB of buffer only', True),
        (Machine(212_992, (0, 41, 0)), 'std_msgs/msg/Float64', '208 KiB', False),
        (Machine(None, None), IMAGE, 'no Rerun viewer', False),
        (Machine(LARGE, (0, 22, 1)), IMAGE, 'the viewer here is 0.22.1', True),
    ],
)
def test_what_is_missing(machine: Machine, type_name: str, what: str, is_fault: bool) -> None:
    """Small buffers matter where large messages are."""
    evidence = seen(published('/a', type_name), stats=(heard('/a', type_name),))
    (finding,) = found(evidence, machine=machine)
    assert what in finding.what
    assert finding.is_fault == is_fault
    assert finding.topic == ''


@pytest.mark.parametrize('version', [(0, 23, 0), (0, 41, 0), (1, 0, 0)])
def test_a_machine_that_has_it_all(version: tuple[int, ...]) -> None:
    """Is not mentioned."""
    evidence = seen(published('/a', IMAGE), stats=(heard('/a', IMAGE),))
    assert found(evidence, machine=Machine(LARGE, version)) == []
