"""Ticks that adapt."""

from __future__ import annotations

from rerun_bridge.sources.pace import LONGEST_S, SHORTEST_S, Pace

WANTED_S = 0.08


def test_all_is_well() -> None:
    """They are as long as was wanted."""
    pace = Pace(WANTED_S)
    for fullness in (0.0, 0.05, 0.3):
        pace.note(fullness)
        assert pace.tick_s == WANTED_S


def test_a_reader_that_fills_is_looked_at_sooner() -> None:
    """However far behind what follows is: what is overwritten is lost."""
    pace = Pace(WANTED_S)
    pace.note(0.6, is_behind=True)
    assert pace.tick_s == WANTED_S / 2
    for _ in range(10):
        pace.note(1.0)
    assert pace.tick_s == SHORTEST_S
    pace.note(0.3)
    assert pace.tick_s == SHORTEST_S
    for _ in range(10):
        pace.note(0.05)
    assert pace.tick_s == WANTED_S


def test_who_does_not_keep_up_gets_more_at_a_time() -> None:
    """Up to a limit, and fewer again when it does."""
    pace = Pace(WANTED_S)
    pace.note(is_behind=True)
    assert pace.tick_s == 2 * WANTED_S < LONGEST_S
    for _ in range(10):
        pace.note(is_behind=True)
    assert pace.tick_s == LONGEST_S
    before_s = pace.tick_s
    pace.note()
    assert WANTED_S < pace.tick_s < before_s
    for _ in range(30):
        pace.note()
    assert pace.tick_s == WANTED_S


def test_ticks_do_not_get_so_long_that_a_reader_is_full() -> None:
    """What is overwritten is lost, what waits is only late."""
    pace = Pace(WANTED_S)
    pace.note(0.3, is_behind=True)
    assert pace.tick_s == WANTED_S


def test_longer_ticks_than_the_longest_stay() -> None:
    """Who wants them gets them."""
    pace = Pace(1.0)
    pace.note(is_behind=True)
    assert pace.tick_s == 1.0
