"""What these tests share: a graph of their own, on the loopback interface."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch, domain: int) -> Iterator[Any]:
    """Yield a node that publishes and calls, on a graph that nobody else is on."""
    import rclpy

    from test.support.ros_graph import Robot

    monkeypatch.setenv('ROS_DOMAIN_ID', str(domain))
    context = rclpy.Context()
    rclpy.init(context=context)
    made = Robot(context)
    try:
        yield made
    finally:
        made.close()
        rclpy.shutdown(context=context)


@pytest.fixture(scope='session')
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the environment of a workspace that has the package, built as users build it."""
    folder = tmp_path_factory.mktemp('workspace')
    command = [sys.executable, '-m', 'colcon', '--log-base', str(folder / 'log'), 'build']
    command += ['--base-paths', str(ROOT), '--packages-select', 'rerun_bridge', '--merge-install']
    for base in ('build', 'install'):
        command += [f'--{base}-base', str(folder / base)]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    sourced = subprocess.run(
        ['bash', '-c', f'source {folder}/install/setup.bash && env -0'],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split('=', 1) for line in sourced.stdout.split('\0') if line)
