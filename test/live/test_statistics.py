"""Counting what goes through, and showing it."""

from __future__ import annotations

import math

from rerun_bridge.live.statistics import PLOTS, Statistics
from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.nouns import replace
from test.support.live_source import batch

A, B = (Channel(k, f'/{name}', TypeName('a/msg/A')) for k, name in enumerate('ab'))
S, MS = 1_000_000_000, 1_000_000


def shown(statistics: Statistics) -> dict[str, list[float]]:
    """Return the values of each plot, and the names of the curves."""
    found: dict[str, list[float]] = {}
    for chunk in statistics.chunks(7):
        (column,) = chunk.components
        (values,) = column.lists.to_pylist()
        found[f'{chunk.entity_path.parts[-1]}{"" if chunk.times else " names"}'] = values
        assert [time.values.tolist() for time in chunk.times] in ([], [[7]])
    return found


def test_rates_drops_and_latency_by_topic() -> None:
    """Since the last look; latency where publishers say when."""
    statistics = Statistics(0)
    statistics.add(batch(A, [b'12', b'3456'], 1 * S), 1 * S + 4 * MS)
    statistics.add(replace(batch(B, [b'1']), publish_times_ns=None), 1)
    statistics.look({'/a': 3, '/gone': 2}, 2 * S)
    a, b, gone = statistics.counts
    assert a[:4] == ('/a', 2, 6, 3)
    assert round(a.latency_ms, 3) == 4.0
    assert b[:4] == ('/b', 1, 1, 0)
    assert math.isnan(b.latency_ms)
    assert gone[:4] == ('/gone', 0, 0, 2)
    found = shown(statistics)
    assert [found[f'{plot} names'] for plot in PLOTS] == [['/a', '/b', '/gone']] * 4
    assert found['messages_per_s'] == [1.0, 0.5, 0.0]
    assert found['bytes_per_s'] == [3.0, 0.5, 0.0]
    assert found['dropped'] == [3.0, 0.0, 2.0]


def test_names_are_said_once_and_silence_is_not() -> None:
    """Until there is another topic, another recording, or something happens."""
    statistics = Statistics(0)
    statistics.look({}, 1)
    assert shown(statistics) == {}
    statistics.add(batch(A, [b'1']), 1)
    statistics.look({}, 2)
    assert len(shown(statistics)) == 8
    statistics.look({}, 3)
    assert shown(statistics) == {}
    statistics.look({'/a': 1}, 4)
    assert set(shown(statistics)) == set(PLOTS)
    statistics.add(batch(A, [b'1']), 1)
    statistics.look({'/a': 1}, 5)
    statistics.forget_shown()
    assert len(shown(statistics)) == 8
    assert statistics.counts[0].messages == 2
