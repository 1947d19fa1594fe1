"""``rerun-bridge live``, from the command line to the exit code, on a real graph."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from rerun_bridge.cli import main
from rerun_bridge.messages import Qos
from test.support.dds_publisher import PublisherProcess
from test.support.dds_reading import LIMIT_S, eventually
from test.support.recordings import chunks_in, rows_of

ROOT = Path(__file__).parents[2]
FLOAT64 = 'std_msgs/msg/Float64'
OFFER = Qos(True, False, 1000)
NUMBERS = [b'\0\1\0\0' + struct.pack('<d', value) for value in range(50)]


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(domain: int, number: signal.Signals, tmp_path: Path) -> None:
    """Exit 0, a whole file with all that came, and a table that says so."""
    path = tmp_path / 'x.rrd'
    argv = ['live', '--domain', str(domain), '--save', str(path), '-x', '/b']
    with PublisherProcess(domain) as publisher:
        for topic in ('/a', '/b'):
            publisher.open(topic, FLOAT64, OFFER)
        process = subprocess.Popen(
            [sys.executable, '-m', 'rerun_bridge', *argv],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        try:
            assert publisher.await_readers(names=['/a'])
            publisher.write('/a', NUMBERS)
            publisher.write('/b', NUMBERS)
            assert publisher.await_acknowledged('/a')
            process.send_signal(number)
            out, err = process.communicate(timeout=LIMIT_S)
        finally:
            process.kill()
    assert process.returncode == 0, err
    assert '/a is published: std_msgs/msg/Float64' in err
    assert '/b' not in err
    assert [line.split()[:3] for line in out.splitlines()[1:]] == [['/a', FLOAT64, '50']]
    rows = rows_of(chunks_in(path))
    assert len(rows['/a']['Scalars:scalars']) == 50


def test_it_can_end_by_itself(
    domain: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a time; nothing was heard, which is no loss. --quiet says nothing."""
    target = str(tmp_path / 'x.rrd')
    argv = ['live', '--domain', str(domain), '--save', target, '--duration', '0.3', '-q']
    assert main(argv) == 0
    assert capsys.readouterr() == ('', '')
    assert main(argv) == 2
    assert '--force replaces it' in capsys.readouterr().err


def test_nobody_is_said_and_it_waits_on(
    domain: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bridge may be started before the robot."""
    target = str(tmp_path / 'x.rrd')
    argv = ['live', '--domain', str(domain), '--save', target, '--duration', '3.5']
    assert main(argv) == 0
    err = capsys.readouterr().err
    assert err.count('nobody is there') == 1
    assert f'domain {domain}' in err


def test_wrong_configuration_is_one_line(
    domain: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, with file, line and key."""
    path = tmp_path / 'my.yaml'
    path.write_text('live:\n  queue_bytes: lots\n')
    assert main(['live', '--domain', str(domain), '-c', str(path), '--save', 'x']) == 2
    err = capsys.readouterr().err
    assert err.count('\n') == 1
    assert f'{path}:2: live.queue_bytes' in err


def test_the_configuration_is_read_anew(domain: int, tmp_path: Path) -> None:
    """On SIGHUP: a wrong one is told and changes nothing, a right one holds from then on."""
    path, config = tmp_path / 'x.rrd', tmp_path / 'my.yaml'
    config.write_text('topics: {exclude: [/b]}\n')
    argv = ['live', '--domain', str(domain), '--save', str(path), '-c', str(config)]
    with PublisherProcess(domain) as publisher:
        for topic in ('/a', '/b'):
            publisher.open(topic, FLOAT64, OFFER)
        process = subprocess.Popen(
            [sys.executable, '-m', 'rerun_bridge', *argv],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        assert process.stderr is not None
        try:
            assert publisher.await_readers(names=['/a'])
            publisher.write('/a', NUMBERS)
            assert publisher.await_acknowledged('/a')
            config.write_text('topics: {exclude: /b}\ntopics: 3\n')
            process.send_signal(signal.SIGHUP)
            said = [process.stderr.readline()]
            while 'the old rules stay' not in said[-1]:
                said.append(process.stderr.readline())
            assert f'{config}:' in said[-1]
            assert publisher.readers('/b') == 0
            publisher.write('/a', NUMBERS)
            assert publisher.await_acknowledged('/a')
            config.write_text('topics: {rules: {/b: {entity_path: /other}}, exclude: [/a]}\n')
            process.send_signal(signal.SIGHUP)
            assert publisher.await_readers(names=['/b'])
            publisher.write('/b', NUMBERS)
            assert publisher.await_acknowledged('/b')
            assert eventually(lambda: publisher.readers('/a') == 0)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=LIMIT_S)
        finally:
            process.kill()
    assert process.returncode == 0, err
    assert 'new rules' in err
    assert [line.split()[:3] for line in out.splitlines() if line.startswith('/')] == [
        ['/a', FLOAT64, '100'],
        ['/b', FLOAT64, '50'],
    ]
    rows = rows_of(chunks_in(path))
    assert len(rows['/a']['Scalars:scalars']) == 100
    assert len(rows['/other']['Scalars:scalars']) == 50
