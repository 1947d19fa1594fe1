"""How much a reader that is full has overwritten."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sources.dds.overtaken import Overtaken


def looked(depth: int, *takes: range) -> Overtaken:
    """Return what is found of takes, by the times of publishing in each."""
    found = Overtaken(depth)
    for take in takes:
        found.look(np.array(take, np.int64), 100 * len(take))
    return found


def test_a_full_reader_with_a_gap_before_it() -> None:
    """As many as the gap has room for."""
    found = looked(10, range(0, 50, 10), range(500, 600, 10))
    assert found.messages == 45
    assert found.size_bytes == 4500


def test_no_gap_no_loss() -> None:
    """A reader may be full to the brim."""
    assert looked(10, range(0, 50, 10), range(50, 150, 10)).messages == 0


def test_a_reader_that_is_not_full_has_lost_nothing() -> None:
    """Whatever the gap: the publisher paused."""
    assert looked(10, range(0, 50, 10), range(5000, 5090, 10)).messages == 0
    assert looked(0, range(0, 50, 10), range(5000, 6000, 10)).messages == 0
    assert looked(10, range(100)).messages == 0
    assert looked(1, range(1), range(9, 10), range(0)).messages == 0
