"""The signal, and what comes of it."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from rerun_bridge.cli.reloading import Reloading
from rerun_bridge.errors import ConfigError


def test_once_for_each_signal() -> None:
    """When it is asked; the handler before is the handler afterwards."""
    before, done = signal.getsignal(signal.SIGHUP), []
    with Reloading(lambda: done.append(1)) as reloading:
        reloading.act()
        assert done == []
        os.kill(os.getpid(), signal.SIGHUP)
        reloading.act()
        reloading.act()
        assert done == [1]
    assert signal.getsignal(signal.SIGHUP) is before


def test_a_configuration_that_is_wrong_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, and that is all."""

    def fail() -> None:
        raise ConfigError('my.yaml:3: no')

    with Reloading(fail) as reloading:
        os.kill(os.getpid(), signal.SIGHUP)
        reloading.act()
    err = capsys.readouterr().err
    assert err == 'rerun-bridge: error: my.yaml:3: no; the old rules stay\n'


def test_other_threads_have_no_signals() -> None:
    """It can be used in a thread, and waits for nothing."""
    before = signal.getsignal(signal.SIGHUP)
    seen = []

    def work() -> None:
        with Reloading(lambda: None):
            seen.append(signal.getsignal(signal.SIGHUP))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
