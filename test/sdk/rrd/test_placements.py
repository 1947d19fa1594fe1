"""What is kept of chunks that were written, against the chunks themselves."""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.rrd.chunk_facts import ChunkFacts, chunk_facts
from rerun_bridge.sdk.rrd.placements import Placements
from test.support.chunks import COUNT, STAMP, chunk_of, times
from test.support.manifests import manifest_of

NAMES = ('a', 'b', 'c')


def some_facts(number: int, path: str) -> ChunkFacts:
    """Return the facts of a chunk in which some rows lack some values."""
    rng = np.random.default_rng(number)
    rows = 4
    columns = []
    for name in NAMES:
        values = [None if rng.random() < 0.3 else [float(row)] for row in range(rows)]
        lists = pa.array(values, pa.list_(pa.float64()))
        columns.append(ComponentColumn(ComponentDescriptor(name), lists))
    indexes = [times(STAMP, *rng.integers(-9, 9, rows)), times(COUNT, *range(rows))]
    return chunk_facts(chunk_of(path, indexes[: number % 3], columns), 1000 + number)


def test_every_number_is_found_again() -> None:
    """Of chunks of several entities and timelines, in any order."""
    facts = [some_facts(number, f'/{number * 7 % 5}') for number in range(200)]
    placements = Placements()
    for number, each in enumerate(facts):
        placements.add(each, 10 * number, number)
    assert len(placements) == 200
    # by entity, and by none, one or two timelines
    assert len(placements.kinds) == 15
    batch = manifest_of(placements)
    batch.validate(full=True)
    columns = {name: batch.column(name) for name in batch.schema.names}
    for row, each in enumerate(facts):
        found = {
            name: value.value if pa.types.is_timestamp(value.type) else value.as_py()
            for name, column in columns.items()
            for value in [column[row]]
        }
        assert found['chunk_entity_path'] == each.entity_path
        assert found['chunk_id'] == each.id
        assert found['chunk_is_static'] == each.is_static
        assert found['chunk_num_rows'] == 4
        assert (found['chunk_byte_offset'], found['chunk_byte_size']) == (10 * row, row)
        assert found['chunk_byte_size_uncompressed'] == 1000 + row
        for timeline in (STAMP, COUNT):
            ends = [found[f'{timeline.name}:{end}'] for end in ('start', 'end')]
            assert ends == list(each.times.get(timeline, (None, None)))
            for i, name in enumerate(NAMES):
                count = each.counts[i] if timeline in each.times else 0
                whole = each.times.get(timeline) if count else None
                part = each.ranges.get(i, {}).get(timeline, whole)
                names = [f'{timeline.name}:{name}:{end}' for end in ('start', 'end')]
                assert [found[each] for each in names] == list(part or (None, None))
                assert found[f'{timeline.name}:{name}:num_rows'] == count


def test_a_chunk_costs_little() -> None:
    """Numbers alone: nothing but the first of a kind keeps types, paths or names."""
    placements = Placements()
    for number in range(1, 3000, 3):
        placements.add(some_facts(number, '/a'), 0, 1)
    (kind,) = placements.kinds
    held = sum(map(sys.getsizeof, (kind.ids, kind.numbers, *kind.parts.values())))
    assert held < 300 * 1000
