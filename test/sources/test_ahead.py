"""Calls made by another thread."""

from __future__ import annotations

import threading

import pytest

from rerun_bridge.sources.ahead import Later, Worker


def test_results_come_back_in_order() -> None:
    """Each call's result belongs to it, whenever it is asked for."""
    with Worker('test') as worker:
        waiting = [worker.submit(pow, 2, n) for n in range(100)]
        assert [ahead.result() for ahead in reversed(waiting)] == [2**n for n in range(99, -1, -1)]


def test_errors_are_raised_where_the_result_is_asked_for() -> None:
    """A call that fails stops no other."""
    with Worker('test') as worker:
        bad, good = worker.submit(int, 'x'), worker.submit(int, '1')
        with pytest.raises(ValueError, match='invalid'):
            bad.result()
        assert good.result() == 1


def test_it_is_another_thread_that_ends() -> None:
    """The thread is gone afterwards, and what it had not begun was never done."""
    begun, go_on, done = threading.Event(), threading.Event(), []

    def wait() -> str:
        begun.set()
        go_on.wait(10)
        return threading.current_thread().name

    with Worker('test worker') as worker:
        first = worker.submit(wait)
        worker.submit(done.append, 1)
        begun.wait(10)
        threading.Timer(0.05, go_on.set).start()
    assert first.result() == 'test worker'
    assert not done
    assert 'test worker' not in {thread.name for thread in threading.enumerate()}


def test_later_is_when_it_is_asked_for() -> None:
    """Not before, and by who asks."""
    calls: list[threading.Thread] = []
    later = Later(lambda: calls.append(threading.current_thread()))
    assert calls == []
    later.result()
    assert calls == [threading.current_thread()]
