"""Room on a disk is asked for ahead, and given back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.sinks import disk_room
from rerun_bridge.sdk.sinks.disk_room import STEP_BYTES, DiskRoom
from test.support.chunks import STAMP, chunk_of, times, write

BLOCK_BYTES = 512
"""What ``st_blocks`` counts in, whatever the file system's blocks are."""

WRITES = """
import os, sys, time
from rerun_bridge.sdk.sinks.disk_room import STEP_BYTES, DiskRoom
with open(sys.argv[1], 'wb', 0) as file:
    room = DiskRoom(file.fileno())
    room.ask(STEP_BYTES + 10)
    file.write(b'0123456789')
    print('written', flush=True)
    time.sleep(60)
"""


def held_bytes(path: Path) -> int:
    """Return how much of the disk a file takes."""
    return path.stat().st_blocks * BLOCK_BYTES


def gives_room(folder: Path) -> bool:
    """Tell whether this file system knows of room at all."""
    with (folder / 'probe').open('wb') as file:
        return disk_room._fallocate(file.fileno(), 0, BLOCK_BYTES)


def test_a_file_is_not_longer_for_it(tmp_path: Path) -> None:
    """Only what a file takes of the disk grows, in steps; small files ask for none."""
    with (tmp_path / 'file').open('wb', 0) as file:
        room = DiskRoom(file.fileno())
        room.ask(STEP_BYTES)
        assert held_bytes(tmp_path / 'file') == 0
        assert not room.is_beyond
        room.ask(STEP_BYTES + 1)
        room.ask(2 * STEP_BYTES)
        assert (tmp_path / 'file').stat().st_size == 0
        if gives_room(tmp_path):
            assert held_bytes(tmp_path / 'file') >= STEP_BYTES
            assert held_bytes(tmp_path / 'file') < 2 * STEP_BYTES
        assert room.is_beyond
        room.forget(3)
        assert not room.is_beyond


def test_a_finished_recording_takes_no_more_than_it_needs(tmp_path: Path) -> None:
    """What was asked for beyond its end is given back."""
    noise = np.random.default_rng(1).random((2_000_000, 3), np.float32)
    points = Points3D.positions.column(noise, np.array([0, len(noise)]))
    write(tmp_path / 'a.rrd', [chunk_of('/points', [times(STAMP, 1)], [points])])
    size = (tmp_path / 'a.rrd').stat().st_size
    assert size > max(noise.nbytes, 2 * STEP_BYTES)
    assert held_bytes(tmp_path / 'a.rrd') < size + STEP_BYTES // 8


def test_where_there_is_none_nothing_happens(tmp_path: Path) -> None:
    """A file that cannot be written to, or a pipe, gets none, and no error either."""
    reading, writing = os.pipe()
    with (tmp_path / 'file').open('wb') as file:
        file.write(b'abc')
    with (tmp_path / 'file').open('rb') as file:
        for descriptor in (file.fileno(), writing, 10**6):
            room = DiskRoom(descriptor)
            room.ask(10 * STEP_BYTES)
            room.ask(20 * STEP_BYTES)
            assert not room._is_given
    os.close(reading)
    os.close(writing)


def test_a_killed_program_leaves_the_bytes_it_wrote(tmp_path: Path) -> None:
    """And none besides."""
    path = tmp_path / 'file'
    command = [sys.executable, '-c', WRITES, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b'written\n'
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert path.read_bytes() == b'0123456789'
