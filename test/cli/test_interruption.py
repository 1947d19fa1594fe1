"""Signals."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from rerun_bridge.cli.interruption import Interruption


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_the_first_is_a_wish_the_second_an_end(number: signal.Signals) -> None:
    """One signal is noted, another one breaks off; then the handlers are the old ones."""
    before = signal.getsignal(number)
    with Interruption() as interruption:
        assert not interruption.wished
        os.kill(os.getpid(), number)
        assert interruption.wished
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before


def test_other_threads_have_no_signals() -> None:
    """It can be used in a thread, and does nothing there."""
    wished: list[bool] = []

    def work() -> None:
        with Interruption() as interruption:
            wished.append(interruption.wished)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert wished == [False]
