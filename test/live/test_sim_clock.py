"""Simulated time from ``/clock``."""

from __future__ import annotations

import struct

from rerun_bridge.live.sim_clock import CLOCK_TOPIC, JITTER_NS, SimClock
from rerun_bridge.messages import CLOCK_TYPE, Channel, TypeName
from test.support.live_source import batch

CLOCK = Channel(1, CLOCK_TOPIC, CLOCK_TYPE)
DATA = Channel(2, '/a', TypeName('std_msgs/msg/Empty'))
S = 1_000_000_000


def told(*times_ns: int, order: str = '<') -> list[bytes]:
    """Return messages of ``/clock``."""
    header = b'\0\1\0\0' if order == '<' else b'\0\0\0\0'
    return [header + struct.pack(f'{order}iI', *divmod(ns, S)) for ns in times_ns]


def learned(*times_ns: int) -> SimClock:
    """Return a clock that said these times at 100, 101, … ns of the wall clock."""
    clock = SimClock()
    clock.learn(batch(CLOCK, told(*times_ns), 100))
    return clock


def stamps(clock: SimClock, wall_ns: int, count: int) -> list[tuple[int, list[int]]]:
    """Return epochs and times of messages that came at successive nanoseconds."""
    found = clock.stamped(batch(DATA, [b''] * count, wall_ns))
    return [(epoch, part.log_times_ns.tolist()) for epoch, part in found]


def test_the_newest_time_holds() -> None:
    """Until the next one; what came a moment before the first has the first."""
    clock = learned(5 * S, 6 * S)
    assert clock.has_begun
    assert stamps(clock, 98, 5) == [(0, [5 * S, 5 * S, 5 * S, 6 * S, 6 * S])]
    assert clock.at(1000) == 6 * S
    clock.learn(batch(CLOCK, told(7 * S + 1), 200))
    assert stamps(clock, 199, 2) == [(0, [6 * S, 7 * S + 1])]


def test_big_endian_clocks() -> None:
    """The header says so."""
    clock = SimClock()
    clock.learn(batch(CLOCK, told(3 * S + 4, order='>'), 1))
    assert clock.at(1) == 3 * S + 4


def test_a_clock_that_goes_back_begins_an_epoch() -> None:
    """What came before it belongs to the old one."""
    clock = learned(50 * S, 51 * S, 2 * S, 3 * S)
    assert clock.epoch == 1
    assert stamps(clock, 100, 4) == [(0, [50 * S, 51 * S]), (1, [2 * S, 3 * S])]


def test_two_who_publish_the_clock() -> None:
    """A little apart: time stands still, and never goes back."""
    clock = learned(S, S - JITTER_NS, S + 1, S + 1 - JITTER_NS)
    assert clock.epoch == 0
    assert stamps(clock, 100, 4) == [(0, [S, S, S + 1, S + 1])]


def test_what_is_no_time_does_not_count() -> None:
    """A message that is cut off."""
    clock = SimClock()
    clock.learn(batch(CLOCK, [b'\0\1\0\0', b''], 1))
    assert not clock.has_begun
    assert clock.epoch == 0
