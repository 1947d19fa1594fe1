"""Bags of the robot are what rosbags, and so ROS, takes them for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rosbags.highlevel import AnyReader
from rosbags.rosbag2 import Reader

from demo.definitions import typestore
from demo.kinds import KINDS
from demo.robot_bag import main, robot_bag
from demo.stream import Stream


def read(path: Path) -> dict[str, list[tuple[int, bytes]]]:
    """Return log times and bytes of all messages by topic, as rosbags reads them."""
    found: dict[str, list[tuple[int, bytes]]] = {}
    with AnyReader([path]) as reader:
        for connection, log_ns, data in reader.messages():
            found.setdefault(connection.topic, []).append((log_ns, bytes(data)))
    return found


def written(streams: list[Stream]) -> dict[str, list[tuple[int, bytes]]]:
    """Return what a bag of these streams must hold."""
    return {
        s.topic: [(int(s.times.log_ns[i]), bytes(s.message(i))) for i in range(len(s))]
        for s in streams
    }


@pytest.mark.parametrize('kind', sorted(KINDS))
def test_messages_survive_deserialising_and_serialising(kind: str) -> None:
    """First and last message of every stream come back byte for byte."""
    for stream in robot_bag(kind, seconds=0.5):
        for i in {0, len(stream) - 1}:
            data = bytes(stream.message(i))
            message = typestore().deserialize_cdr(data, stream.type_name)
            assert bytes(typestore().serialize_cdr(message, stream.type_name)) == data, (
                stream.topic
            )


@pytest.mark.parametrize('compression', ['none', 'lz4', 'zstd'])
def test_an_mcap_holds_all_messages(tmp_path: Path, compression: str) -> None:
    """Every byte and log time, whatever the compression."""
    out = tmp_path / 'robot.mcap'
    main([str(out), '--seconds', '0.2', '--compression', compression])
    assert read(out) == written(robot_bag('robot', seconds=0.2))


def test_a_folder_of_sqlite3_holds_all_messages(tmp_path: Path) -> None:
    """Every byte and log time, and metadata that rosbags takes."""
    out = tmp_path / 'robot'
    main([str(out), '--storage', 'sqlite3', '--seconds', '0.2'])
    streams = robot_bag('robot', seconds=0.2)
    assert read(out) == written(streams)
    with Reader(out) as reader:
        assert reader.message_count == sum(len(stream) for stream in streams)
        types = {connection.topic: connection.msgtype for connection in reader.connections}
    assert types == {stream.topic: stream.type_name for stream in streams}


def test_the_same_arguments_give_the_same_file(tmp_path: Path) -> None:
    """And another seed gives another one."""
    files = [tmp_path / name for name in ('a', 'b', 'c')]
    for file, seed in zip(files, '112'):
        main([str(file), '--seconds', '0.2', '--seed', seed])
    first, again, other = (file.read_bytes() for file in files)
    assert first == again
    assert first != other


def test_log_times_never_fall_and_follow_the_stamps() -> None:
    """A message is measured, then published, then logged."""
    for stream in robot_bag('robot', seconds=2):
        times = stream.times
        assert (np.diff(times.log_ns) >= 0).all()
        assert (times.stamp_ns < times.publish_ns).all()
        assert (times.publish_ns < times.log_ns).all()


def test_a_wrong_argument_is_refused(tmp_path: Path) -> None:
    """Usage errors exit with 2."""
    for wrong in (['--kind', 'boat'], ['--scale', '0'], ['--seconds', '-1']):
        with pytest.raises(SystemExit, match='2'):
            main([str(tmp_path / 'out.mcap'), *wrong])
