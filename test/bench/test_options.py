"""The benches make their bags once, and take others where told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import options
from bench.options import parse_options
from demo.robot_bag import main


def test_bags_are_made_once_by_kind_storage_and_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name says what is in a bag; the second time it is only found."""
    monkeypatch.setattr(options, 'BUILD', tmp_path)
    some = parse_options('What.', ['odom'], argv=['--scale', '0.0001'])
    bag = some.bag('odom', 'none')
    assert bag == tmp_path / 'odom-0.0001.none.mcap'
    made = bag.stat().st_mtime_ns
    assert some.bag('odom', 'none').stat().st_mtime_ns == made
    folder = some.bag('odom', 'db3', times=2)
    assert {path.name for path in folder.iterdir()} == {'metadata.yaml', f'{folder.name}_0.db3'}


def test_a_folder_of_bags_is_taken_as_it_is(tmp_path: Path) -> None:
    """And a bag that is missing there is named."""
    main([str(tmp_path / 'imu.zstd.mcap'), '--kind', 'imu', '--seconds', '0.1'])
    some = parse_options('What.', ['imu', 'tf'], argv=['--bags', str(tmp_path)])
    assert some.bag('imu') == tmp_path / 'imu.zstd.mcap'
    with pytest.raises(SystemExit, match=r'no .*tf\.zstd\.mcap'):
        some.bag('tf')
