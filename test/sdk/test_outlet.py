"""What leaves a recording: all of it to every sink, whatever goes wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.backlog import Backlog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.outlet import NewSinks, Outlet
from rerun_bridge.sdk.rrd.encoder import encode_chunk
from rerun_bridge.sdk.sinks import MemorySink
from test.support.chunks import STAMP, chunk_of, times

STORE = StoreId('app', 'id')
UNSORTED = 2


class Sink(MemorySink):
    """Counts rows, and how often it was closed; fails when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[int] = []
        self.fails = False
        self.closed = 0

    def send(self, msg: LogMsg) -> None:
        """Count, or fail."""
        if self.fails:
            raise SinkError('the disk is full')
        if msg.facts is not None:
            self.rows.append(msg.facts.rows)

    def close(self) -> None:
        """Count, or fail."""
        self.closed += 1
        if self.fails:
            raise SinkError('still full')


class Batch:
    """A batch of chunks of one row each."""

    size_bytes = 0

    def append(self, item: Any) -> None:
        """Take nothing."""

    def count(self) -> int:
        """Return how many chunks."""
        return 2

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """Yield them, if asked as is right."""
        assert rows_if_unsorted == UNSORTED
        yield chunk(1)
        yield chunk(1)


def chunk(rows: int) -> Chunk:
    """Return a chunk of so many rows."""
    return chunk_of('/c', [times(STAMP, *range(rows))], [Scalars.scalars.column([1.0] * rows)])


def outlet(*sinks: Sink, raises: bool = False) -> Outlet:
    """Return an outlet to sinks."""
    made = Outlet(STORE, Backlog(), UNSORTED, raises=raises, compress=False)
    made.begin_anew(sinks)
    return made


def test_everything_goes_to_every_sink_in_order() -> None:
    """A chunk, several, a batch, a message."""
    sinks = Sink(), Sink()
    out = outlet(*sinks)
    for item in (
        chunk(3),
        (chunk(4), chunk(5)),
        Batch(),
        encode_chunk(chunk(6), STORE),
    ):
        out.carry_out(item)
    for sink in sinks:
        assert sink.rows == [3, 4, 5, 1, 1, 6]


def test_a_bad_chunk_costs_itself(caplog: pytest.LogCaptureFixture) -> None:
    """Alone or among others."""
    sink = Sink()
    out = outlet(sink)
    bad = replace(chunk(1), times=None)
    out.carry_out(bad)
    out.carry_out((chunk(2), bad, chunk(3)))
    assert sink.rows == [2, 3]
    assert len(caplog.records) == 2


def test_a_sink_that_fails_costs_the_others_nothing() -> None:
    """What it said is kept to be raised; it is at work only while it is."""
    bad, good = Sink(), Sink()
    bad.fails = True
    out = outlet(bad, good, raises=True)
    out.carry_out(chunk(2))
    assert (good.rows, out.sink_at_work) == ([2], None)
    with pytest.raises(SinkError, match='disk is full'):
        out.failures.check()
    out.close_sinks([bad, good])
    assert (bad.closed, good.closed) == (1, 1)
    with pytest.raises(SinkError, match='still full'):
        out.failures.check()


def test_new_sinks_get_what_was_kept_and_old_ones_are_told() -> None:
    """Only the first gets what passed; one that stays gets nothing twice."""
    first, second = Sink(), Sink()
    out = outlet()
    out.carry_out(chunk(2))
    order = NewSinks((first,))
    out.carry_out(order)
    assert (order.is_done, order.replaced, first.rows) == (True, (), [2])
    out.carry_out(order := NewSinks((first, second)))
    out.carry_out(chunk(3))
    assert (first.rows, second.rows) == ([2, 3], [3])
    out.carry_out(order := NewSinks((second,)))
    assert order.replaced == (first,)
    assert out.sinks == (second,)
    assert first.closed == 0  # whoever gave the order does that


def test_to_begin_anew_is_to_forget_what_failed() -> None:
    """And the sinks, but for those that are given."""
    bad, other = Sink(), Sink()
    bad.fails = True
    out = outlet(bad, raises=True)
    out.carry_out(chunk(1))
    out.begin_anew((other,))
    out.failures.check()
    out.carry_out(chunk(4))
    assert other.rows == [4]
