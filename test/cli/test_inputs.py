"""Opening inputs."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from rerun_bridge.cli.inputs import definition_lookup, first_log_time_ns, open_readable
from rerun_bridge.errors import ConfigError
from rerun_bridge.sources import open_bag
from test.support.bags import write_mcap
from test.support.small_bags import START_NS, new_bag


def _bag(folder: Path, topic: str) -> Path:
    path = folder / f'{topic.strip("/")}.mcap'
    with new_bag(path) as bag:
        bag.floats(topic, 3)
    return path


def test_unreadable_inputs_are_told_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others make one source; the number of bad ones comes with it."""
    bags = [tmp_path / 'nowhere', _bag(tmp_path, '/a'), _bag(tmp_path, '/b')]
    source, unreadable = open_readable(bags, None)
    assert source is not None
    with source:
        assert {channel.topic for channel in source.channels()} == {'/a', '/b'}
    assert unreadable == 1
    assert capsys.readouterr().err.count('\n') == 1


def test_a_bag_of_more_files_than_a_shell_allows(tmp_path: Path) -> None:
    """All of them are opened."""
    for number in range(40):
        write_mcap(tmp_path / f'{number}.mcap', range(number, number + 1))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(list(Path('/dev/fd').iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 20, before[1]))
    try:
        source, _ = open_readable([tmp_path], None)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert source is not None
    with source:
        assert not source.losses()
        assert sum(len(batch) for batch in source.batches()) == 40


def test_nothing_readable(tmp_path: Path) -> None:
    """No source, then."""
    assert open_readable([tmp_path / 'x', tmp_path / 'y'], None) == (None, 2)


def test_the_start_of_bags(tmp_path: Path) -> None:
    """It is the log time of the first message, wherever in the files that is."""
    path = tmp_path / 'disordered.mcap'
    with new_bag(path, chunk_size=100) as bag:
        bag.channel('/a', 'std_msgs/msg/Float64')
        for shift_ns in (5, 9, 3, 7):
            bag.message('/a', bytes(12), shift_ns - 1000)
    assert first_log_time_ns([path]) == START_NS - 1000 + 3
    assert first_log_time_ns([tmp_path / 'nowhere', _bag(tmp_path, '/a')]) == START_NS
    assert first_log_time_ns([_bag(tmp_path, '/a'), path]) == START_NS - 997
    assert first_log_time_ns([tmp_path / 'nowhere']) == 0
    path.write_bytes(path.read_bytes()[:-400])  # a bag that does not say
    with open_bag(path) as source:
        assert source.extent() is None
    assert first_log_time_ns([path]) == START_NS - 1000 + 3


def test_definitions(tmp_path: Path) -> None:
    """Folders that are not there are the user's mistake."""
    assert definition_lookup([]) is None
    assert definition_lookup([str(tmp_path)]) is not None
    with pytest.raises(ConfigError, match='no such folder'):
        definition_lookup([str(tmp_path / 'nowhere')])
