"""What is found of a chunk."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.rrd.chunk_facts import chunk_facts
from rerun_bridge.sdk.rrd.placements import Placements
from test.support.chunks import COUNT, STAMP, chunk_of, times
from test.support.manifests import manifest_of


def test_ranges_cover_only_rows_that_have_a_value() -> None:
    """Whether times are sorted or not, and whatever slice the column is."""
    lists = pa.array([[9.0], None, [1.0], None, [2.0], None], pa.list_(pa.float64()))
    column = type(Scalars.scalars.column(np.zeros(1)))(Scalars.scalars.descriptor, lists.slice(1))
    chunk = chunk_of('/p', [times(STAMP, 1, 2, 3, 4, 5), times(COUNT, 5, 9, 1, 3, 0)], [column])
    facts = chunk_facts(chunk, 100)
    assert facts.counts == (2,)
    assert facts.times == {STAMP: (1, 5), COUNT: (0, 9)}
    assert facts.ranges == {0: {STAMP: (2, 4), COUNT: (3, 9)}}


def test_a_component_without_any_value_has_no_range() -> None:
    """Its counts are zero, its columns null."""
    lists = pa.array([None, None], pa.list_(pa.float64()))
    column = type(Scalars.scalars.column(np.zeros(1)))(Scalars.scalars.descriptor, lists)
    facts = chunk_facts(chunk_of('/p', [times(STAMP, 1, 2)], [column]), 100)
    assert (facts.counts, facts.ranges) == ((0,), {})
    placements = Placements()
    placements.add(facts, 0, 1)
    manifest_of(placements).validate(full=True)
