"""``rerun-bridge info``."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from rerun_bridge.cli import main
from test.support.small_bags import new_bag


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _info(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(['info', *argv])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_bag(capsys: pytest.CaptureFixture[str]) -> None:
    """Times, counts, rates, and what would be drawn."""
    with new_bag(Path('walk.mcap')) as bag:
        bag.floats('/speed', 501)
        bag.channel('/imu', 'sensor_msgs/msg/Imu')
    code, out, err = _info(capsys, 'walk.mcap')
    assert (code, err) == (0, '')
    lines = out.splitlines()
    assert lines[0] == 'walk.mcap'
    assert '  storage   mcap, ' in out
    assert '  start     2023-11-14 22:13:20.000 UTC' in lines
    assert '  duration  5.00 s' in lines
    assert '  messages  501 of 2 topics, as the bag says itself' in lines
    imu, speed = (line.split() for line in lines if line.startswith('/'))
    assert imu[:3] == ['/imu', 'sensor_msgs/msg/Imu', '0']
    assert speed[:4] == ['/speed', 'std_msgs/msg/Float64', '501', '100']
    assert Path('walk.mcap').exists()


def test_what_is_amiss_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Missing definitions are a warning, channels that are not ROS a loss."""
    with new_bag(Path('odd.mcap')) as bag:
        bag.channel('/odd', 'nobody_msgs/msg/Knows', text='')
        bag.message('/odd', b'\x00\x01\x00\x00\x01')
    code, out, _ = _info(capsys, 'odd.mcap')
    assert code == 0
    assert '--definitions' in out
    with new_bag(Path('mixed.mcap')) as bag:
        bag.channel('/log', 'Log', encoding='json')
        bag.message('/log', b'{}')
    code, out, _ = _info(capsys, 'mixed.mcap')
    assert code == 3
    assert 'not ROS, its messages are json' in out


def test_unreadable_bags(capsys: pytest.CaptureFixture[str]) -> None:
    """None readable is 1, one of two is 3."""
    with new_bag(Path('walk.mcap')) as bag:
        bag.floats('/speed', 10)
    code, out, err = _info(capsys, 'nowhere')
    assert (code, out) == (1, '')
    assert err.startswith('rerun-bridge: error: ')
    assert err.count('\n') == 1
    assert _info(capsys, 'nowhere', 'walk.mcap')[0] == 3


def test_a_cut_bag(capsys: pytest.CaptureFixture[str]) -> None:
    """What is left is shown, and exit 3 says that it is not all."""
    with new_bag(Path('walk.mcap'), chunk_size=1000) as bag:
        bag.floats('/speed', 1000)
    whole = Path('walk.mcap').read_bytes()
    Path('cut.mcap').write_bytes(whole[: len(whole) // 2])
    code, out, err = _info(capsys, 'cut.mcap')
    assert code == 3
    assert '/speed' in out
    assert 'cut.mcap' in err


def test_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """What the metadata knows beyond the messages is shown, too."""
    Path('walk').mkdir()
    with new_bag(Path('walk/walk_0.mcap')) as bag:
        bag.floats('/speed', 10)
    Path('walk/metadata.yaml').write_text(
        'rosbag2_bagfile_information:\n  version: 9\n  storage_identifier: mcap\n'
        '  relative_file_paths: [walk_0.mcap]\n  ros_distro: jazzy\n'
    )
    code, out, _ = _info(capsys, 'walk')
    assert code == 0
    assert '  distro    jazzy' in out.splitlines()
    assert '  messages  10 of 1 topic, as the bag says itself' in out.splitlines()


def test_damage_inside(capsys: pytest.CaptureFixture[str]) -> None:
    """What a bag says of itself does not show it; ``--check`` reads everything, and does."""
    with new_bag(Path('walk.mcap'), chunk_size=1000) as bag:
        bag.floats('/speed', 1000)
    data = bytearray(Path('walk.mcap').read_bytes())
    data[500] ^= 255
    Path('walk.mcap').write_bytes(data)
    code, out, _ = _info(capsys, 'walk.mcap')
    assert (code, '  messages  1,000 of 1 topic, as the bag says itself' in out) == (0, True)
    code, out, err = _info(capsys, '--check', 'walk.mcap')
    assert code == 3
    assert 'CRC' in err
    assert 'as the bag says' not in out


def test_a_large_bag_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    """The chunks may be anything."""
    with new_bag(Path('walk.mcap'), chunk_size=1000) as bag:
        bag.floats('/speed', 1000)
    data = bytearray(Path('walk.mcap').read_bytes())
    (summary,) = struct.unpack_from('<Q', data, len(data) - 28)
    data[200:summary] = bytes(summary - 200)
    Path('walk.mcap').write_bytes(data)
    code, out, _ = _info(capsys, 'walk.mcap')
    assert code == 0
    assert '  messages  1,000 of 1 topic' in out
