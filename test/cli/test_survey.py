"""What is in a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.cli.survey import Survey, survey
from rerun_bridge.sources import open_bag
from rerun_bridge.sources.base import Progress
from test.support import bags
from test.support.small_bags import START_NS, STEP_NS, new_bag


def _survey(
    path: Path, *, stop: bool = False, check: bool = True
) -> tuple[Survey, list[Progress]]:
    seen: list[Progress] = []
    with open_bag(path) as source:
        return survey(source, seen.append, lambda: stop, check=check), seen


@pytest.mark.parametrize('check', [True, False])
def test_counts_and_times(check: bool, tmp_path: Path) -> None:
    """Each topic has its own count and rate; the bag has the whole range; read or not."""
    path = tmp_path / 'walk.mcap'
    with new_bag(path) as bag:
        bag.floats('/speed', 101)
        bag.floats('/a', 11)
        bag.channel('/none', 'std_msgs/msg/Float64')
        bag.channel('/log', 'Log', encoding='json')
        bag.message('/log', b'{}')
    found, seen = _survey(path, check=check)
    assert [(each.channel.topic, each.messages) for each in found.channels] == [
        ('/a', 11),
        ('/log', 1),
        ('/none', 0),
        ('/speed', 101),
    ]
    assert [found.mean_hz(each) for each in found.channels] == [10.0, None, None, 100.0]
    assert found.extent == (START_NS, START_NS + 100 * STEP_NS)
    assert found.messages == 113
    assert not found.losses
    assert found.is_read == bool(seen) == check


@pytest.mark.parametrize('storage', ['mcap', 'db3'])
def test_what_a_bag_says_is_what_it_holds(storage: str, tmp_path: Path) -> None:
    """Files of a bag together, none of them read."""
    for i in range(3):
        write = {'mcap': bags.write_mcap, 'db3': bags.write_db3}[storage]
        write(tmp_path / f'walk_{i}.{storage}', range(i * 100, i * 100 + 60 * (i % 2) + 1))
    said, seen = _survey(tmp_path, check=False)
    read, _ = _survey(tmp_path)
    assert not seen
    assert said.extent == read.extent
    assert [each.messages for each in said.channels] == [each.messages for each in read.channels]
    assert said.messages == 63


def test_a_file_that_was_cut_is_read(tmp_path: Path) -> None:
    """It says nothing of itself any more; beside whole ones, all of them are read."""
    bags.write_mcap(tmp_path / 'walk_0.mcap')
    whole = tmp_path / 'whole.bin'
    bags.write_mcap(whole, range(100, 200))
    (tmp_path / 'walk_1.mcap').write_bytes(whole.read_bytes()[:3000])
    found, seen = _survey(tmp_path, check=False)
    assert seen
    assert found.is_read
    assert found.losses
    assert 100 < found.messages <= 200


def test_an_empty_bag(tmp_path: Path) -> None:
    """A bag without messages has no times."""
    path = tmp_path / 'empty.mcap'
    with new_bag(path) as bag:
        bag.channel('/none', 'std_msgs/msg/Float64')
    found, _ = _survey(path)
    assert (found.extent, found.messages) == (None, 0)


def test_stopping_early(tmp_path: Path) -> None:
    """What was counted until then is returned, and said to be not all."""
    path = tmp_path / 'walk.mcap'
    with new_bag(path) as bag:
        bag.floats('/speed', 500)
        bag.floats('/height', 500)
    found, seen = _survey(path, stop=True)
    assert found.interrupted
    assert 0 < found.messages < 1000
    assert len(seen) == 1
