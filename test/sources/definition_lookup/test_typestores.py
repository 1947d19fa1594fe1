"""Standard definitions."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup.typestores import (
    distros,
    standard_hash,
    standard_text,
)

RANGE = TypeName('sensor_msgs/msg/Range')


def test_distros_newest_first() -> None:
    """The releases in their order."""
    pytest.importorskip('rosbags', reason='no rosbags')
    order = [distro for distro in distros() if distro in ('foxy', 'humble', 'iron', 'jazzy')]
    assert order == ['jazzy', 'iron', 'humble', 'foxy']


def test_a_type_that_changed() -> None:
    """Range has a variance since Iron, and another hash."""
    pytest.importorskip('rosbags', reason='no rosbags')
    humble, jazzy = standard_text(RANGE, 'humble'), standard_text(RANGE, 'jazzy')
    assert humble is not None
    assert jazzy is not None
    assert 'variance' not in humble
    assert 'variance' in jazzy
    assert 'MSG: std_msgs/Header' in jazzy
    assert standard_hash(RANGE, 'humble') != standard_hash(RANGE, 'jazzy')
    assert standard_hash(RANGE, 'jazzy').startswith('RIHS01_')


def test_a_type_that_no_distro_has() -> None:
    """None, not an error."""
    pytest.importorskip('rosbags', reason='no rosbags')
    assert standard_text(TypeName('my_msgs/msg/Own'), 'jazzy') is None


def test_without_rosbags() -> None:
    """There is nothing, and a line in the log that says what to install."""
    code = (
        'import sys\n'
        'sys.modules["rosbags"] = None\n'
        'from rerun_bridge.sources.definition_lookup import DefinitionLookup\n'
        'print(DefinitionLookup().find("sensor_msgs/msg/Range"))\n'
    )
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == 'None'
    assert 'pip install rosbags' in done.stderr
