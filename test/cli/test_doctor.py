"""``rerun-bridge doctor`` on a real graph."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest

from rerun_bridge.cli import doctor, main
from rerun_bridge.messages import Qos, TypeName
from test.support.dds_publisher import PublisherProcess
from test.support.messages import payloads_of

FLOAT64, POSE = 'std_msgs/msg/Float64', 'geometry_msgs/msg/PoseStamped'
OFFER = Qos(True, True, 100)
NUMBER = b'\0\1\0\0' + struct.pack('<d', 1.0)


@pytest.fixture(autouse=True)
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a viewer of a version that is well, and buffers that are large."""
    program = tmp_path / 'rerun'
    program.write_text('#!/bin/sh\necho "rerun-cli 0.41.0 [rustc 1.92.0]"\n')
    program.chmod(0o755)
    monkeypatch.setenv('RERUN_CLI_PATH', str(program))
    limit = tmp_path / 'rmem_max'
    limit.write_text('8388608\n')
    monkeypatch.setattr(doctor, 'RECEIVE_LIMIT', limit)


def pose(frame: str) -> bytes:
    """Return a pose of now."""
    header = {'frame_id': frame, 'stamp': {'sec': int(time.time())}}
    return payloads_of(TypeName(POSE), [{'header': header}])[0]


def test_what_is_wrong_is_said_with_its_cure(
    domain: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3; a topic that is well is not mentioned."""
    with PublisherProcess(domain) as publisher:
        for topic, frame in (('/pose', 'map'), ('/pose2', 'map'), ('/goal', 'goal')):
            publisher.open(topic, POSE, OFFER)
            publisher.write(topic, [pose(frame)])
        publisher.open('/own', 'own_msgs/msg/Own', OFFER)
        publisher.write('/own', [NUMBER])
        argv = ['doctor', '--domain', str(domain), '--wait', '2']
        assert main(argv) == 3
        out = capsys.readouterr().out
        assert main([*argv, '/gaol', '/pose']) == 3
        asked = capsys.readouterr().out
    assert out.startswith(f'domain {domain}: 1 other process, 4 topics, of which 4 sent')
    assert '/goal  geometry_msgs/msg/PoseStamped\n  is in frame goal, which no transform' in out
    assert 'nobody knows the definition of own_msgs/msg/Own' in out
    assert '/pose' not in out
    assert '/gaol\n  nobody publishes it\n  → did you mean /goal?' in asked
    assert '/pose\n  nothing is wrong with it' in asked
    assert '/own' not in asked


def test_nothing_is_wrong(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0."""
    with PublisherProcess(domain) as publisher:
        publisher.open('/a', FLOAT64, OFFER)
        publisher.write('/a', [NUMBER])
        assert main(['doctor', '--domain', str(domain), '--wait', '1.5']) == 0
    assert capsys.readouterr().out.endswith('\nnothing is wrong\n')


def test_what_many_share_is_said_once(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """With the names of them all."""
    with PublisherProcess(domain) as publisher:
        for topic in ('/a', '/b', '/c'):
            publisher.open(topic, FLOAT64, Qos(True, False, 10))
        assert main(['doctor', '--domain', str(domain), '--wait', '1.5']) == 0
    out = capsys.readouterr().out
    assert '3 topics\n  /a, /b, /c\n  no message came in ' in out


def test_nobody_is_there(domain: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and why that may be."""
    assert main(['doctor', '--domain', str(domain), '--wait', '0.5']) == 1
    assert 'nobody is there' in capsys.readouterr().err


def test_a_viewer_that_does_not_say_its_version_is_none(
    domain: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nor is one that is not there."""
    assert doctor._viewer_version() == (0, 41, 0)
    silent = tmp_path / 'silent'
    silent.write_text('#!/bin/sh\n')
    silent.chmod(0o755)
    monkeypatch.setenv('RERUN_CLI_PATH', str(silent))
    assert doctor._viewer_version() is None
    monkeypatch.setenv('RERUN_CLI_PATH', str(tmp_path / 'none'))
    assert doctor._viewer_version() is None
