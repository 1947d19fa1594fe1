"""What is in a source."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.cli.survey import Survey, survey
from rerun_bridge.sources import open_bag
from rerun_bridge.sources.base import Progress
from test.support.small_bags import START_NS, STEP_NS, new_bag


def _survey(path: Path, *, stop: bool = False) -> tuple[Survey, list[Progress]]:
    seen: list[Progress] = []
    with open_bag(path) as source:
        return survey(source, seen.append, lambda: stop), seen


def test_counts_and_times(tmp_path: Path) -> None:
    """Each topic has its own count, times and rate; the bag has the whole range."""
    path = tmp_path / 'walk.mcap'
    with new_bag(path) as bag:
        bag.floats('/speed', 101)
        bag.floats('/a', 11)
        bag.channel('/none', 'std_msgs/msg/Float64')
        bag.channel('/log', 'Log', encoding='json')
        bag.message('/log', b'{}')
    found, seen = _survey(path)
    assert [(each.channel.topic, each.messages) for each in found.channels] == [
        ('/a', 11),
        ('/log', 1),
        ('/none', 0),
        ('/speed', 101),
    ]
    assert [each.rate_hz for each in found.channels] == [100.0, None, None, 100.0]
    assert (found.first_ns, found.last_ns) == (START_NS, START_NS + 100 * STEP_NS)
    assert found.messages == 113
    assert not found.losses
    assert seen


def test_an_empty_bag(tmp_path: Path) -> None:
    """A bag without messages has no times."""
    path = tmp_path / 'empty.mcap'
    with new_bag(path) as bag:
        bag.channel('/none', 'std_msgs/msg/Float64')
    found, _ = _survey(path)
    assert (found.first_ns, found.last_ns, found.messages) == (None, None, 0)


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
