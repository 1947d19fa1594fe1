"""``rerun-bridge topics`` on a real graph."""

from __future__ import annotations

import pytest

from rerun_bridge.cli import main
from rerun_bridge.messages import Qos
from rerun_bridge.sources.definition_lookup.typestores import standard_hash
from test.support.dds_publisher import LATCHED, PublisherProcess

IMU, MAP = 'sensor_msgs/msg/Imu', 'nav_msgs/msg/OccupancyGrid'
UNKNOWN = 'RIHS01_' + '7' * 64


def test_the_table(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Each topic with its type, publishers, what they offer and what would be drawn."""
    with PublisherProcess(domain) as publisher:
        publisher.open('/imu', IMU, Qos(True, False, 5), standard_hash(IMU, 'jazzy'))
        publisher.open('/imu', IMU, Qos(False, False, 5), standard_hash(IMU, 'jazzy'), name='2')
        publisher.open('/map', MAP, LATCHED, standard_hash(MAP, 'jazzy'))
        publisher.open('/own', 'own_msgs/msg/Own', Qos(depth=1), UNKNOWN)
        publisher.open('/left_out', IMU, Qos(depth=1))
        publisher.open('/_hidden', IMU, Qos(depth=1))
        argv = ['topics', '--domain', str(domain), '--wait', '20', '-x', '/left_out']
        assert main(argv) == 0
    out, err = capsys.readouterr()
    assert err == ''
    rows = {line.split()[0]: ' '.join(line.split()[1:]) for line in out.splitlines()}
    assert rows['topic'] == 'type publishers offered would be drawn as'
    assert rows['/imu'] == f'{IMU} 2 reliable, best effort plot, orientation'
    assert rows['/map'] == f'{MAP} 1 reliable, latched GridMap'
    assert rows['/own'] == 'own_msgs/msg/Own 1 reliable raw bytes'
    assert rows['/left_out'] == f'{IMU} 1 reliable not selected'
    assert rows['/_hidden'] == f'{IMU} 1 reliable not selected'
    assert '--definitions DIR' in out


def test_nobody(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Said with what may be wrong; nothing could be done."""
    assert main(['topics', '--domain', str(domain), '--wait', '0.2']) == 1
    out, err = capsys.readouterr()
    assert out == ''
    assert f'nobody is there on domain {domain};' in err


def test_somebody_who_publishes_nothing(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Is somebody."""
    with PublisherProcess(domain):
        assert main(['topics', '--domain', str(domain), '--wait', '1']) == 0
    assert capsys.readouterr().out == 'nothing is published\n'


def test_a_domain_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage, in one line."""
    assert main(['topics', '--domain', '233']) == 2
    assert "'233' is no domain" in capsys.readouterr().err
