"""What is kept for sinks to come: what lasts for all, the rest for the first."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.archetypes import Points3D, Scalars, TextLog
from rerun_bridge.sdk.backlog import Backlog
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.ids import new_chunk_id
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import (
    encode_blueprint_activation,
    encode_chunk,
    encode_store_info,
)
from test.support.chunks import STAMP, chunk_of, times

STORE = StoreId('app', 'id')


def store_info(store: StoreId = STORE) -> LogMsg:
    """Return the announcement of a store."""
    return encode_store_info(store, new_chunk_id(), 'test')


def values(path: str, value: float, store: StoreId = STORE) -> LogMsg:
    """Return one value that passes."""
    return encode_chunk(
        chunk_of(path, [times(STAMP, 1)], [Scalars.scalars.column([value])]), store
    )


def static(path: str, *columns: ComponentColumn) -> LogMsg:
    """Return static values."""
    return encode_chunk(chunk_of(path, [], columns), STORE)


def test_what_lasts_comes_first_and_for_every_sink() -> None:
    """The rest is for the first alone."""
    backlog = Backlog()
    info, one, two = store_info(), values('/a', 1), values('/a', 2)
    mesh = static('/mesh', TextLog.text.column(['m']))
    for msg in (info, one, mesh, two):
        backlog.keep(msg, is_sent=False)
    assert list(backlog) == [info, mesh, one, two]
    assert backlog.waiting_rows == 2
    assert backlog.forget_sent() == {}
    assert list(backlog) == [info, mesh]
    backlog.keep(values('/a', 3), is_sent=True)
    later = static('/other', TextLog.text.column(['m']))
    backlog.keep(later, is_sent=True)
    assert list(backlog) == [info, mesh, later]


def test_of_static_values_the_newest_lasts() -> None:
    """By entity and components: what a newer one does not have is still needed."""
    backlog = Backlog()
    both = [Points3D.positions.column([[1.0, 2, 3]]), Points3D.radii.column([0.5])]
    old, other, new = static('/p', *both[:1]), static('/p', *both), static('/p', *both[:1])
    for msg in (old, other, new):
        backlog.keep(msg, is_sent=False)
    assert set(map(id, backlog)) == {id(other), id(new)}


def test_the_newest_blueprint_lasts() -> None:
    """All of it, and nothing of the one before."""
    backlog = Backlog()
    info = store_info()
    backlog.keep(info, is_sent=False)
    sent = []
    for name in ('first', 'second'):
        store = StoreId('app', name, 'blueprint')
        sent = [
            store_info(store),
            values('/viewport', 1, store),
            values('/view', 1, store),
            encode_blueprint_activation(store, True, True),
        ]
        for msg in sent:
            backlog.keep(msg, is_sent=True)
    assert list(backlog) == [info, *sent]


def test_a_full_buffer_drops_the_oldest_and_counts_them(caplog: pytest.LogCaptureFixture) -> None:
    """What lasts is never dropped; the loss is told when it begins."""
    msgs = [values(f'/{i % 2}', i) for i in range(10)]
    backlog = Backlog(limit_bytes=3 * msgs[0].size_bytes + 100)
    info = store_info()
    for msg in (info, *msgs):
        backlog.keep(msg, is_sent=False)
    assert list(backlog) == [info, *msgs[-3:]]
    assert backlog.forget_sent() == {'/0': 4, '/1': 3}
    assert backlog.forget_sent() == {}
    (record,) = caplog.records
    assert 'the oldest rows are dropped' in record.getMessage()
