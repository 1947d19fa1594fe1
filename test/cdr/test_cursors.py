"""Cursors move on their own arrays."""

from __future__ import annotations

import numpy as np

from rerun_bridge.cdr.cursors import Cursors, RowsFailedError


def test_cursors_count_messages() -> None:
    """Where they began stays known while they move."""
    origin = np.array([4, 20])
    cursors = Cursors(origin, origin, origin + 10, np.arange(2))
    cursors.at = cursors.at + 8
    assert len(cursors) == 2
    assert cursors.origin.tolist() == [4, 20]


def test_a_failure_says_where() -> None:
    """Rows, reason and offsets."""
    failed = RowsFailedError(np.array([1]), 'too short', np.array([8]))
    assert (failed.rows.tolist(), failed.reason, failed.offsets.tolist()) == (
        [1],
        'too short',
        [8],
    )
