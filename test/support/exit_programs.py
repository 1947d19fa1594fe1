"""Programs that end, or become several; run as ``python -m test.support.exit_programs``."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

import numpy as np

import rerun_bridge as rr
from rerun_bridge.sdk import exits
from rerun_bridge.sdk.log_msg import LogMsg
from test.support.pictures import MAGENTA


class HangingSink:
    """A sink that never takes anything."""

    def send(self, msg: LogMsg) -> None:
        """Hang with the first row."""
        if msg.facts is not None and not msg.facts.is_static:
            threading.Event().wait()

    def flush(self, timeout: float) -> bool:
        """Return at once."""
        return False

    def close(self) -> None:
        """Do nothing."""


def log_rows(name: str, count: int) -> None:
    """Log rows at an entity."""
    for i in range(count):
        rr.log(name, rr.Scalars(float(i)))


def plain(folder: Path) -> None:
    """Log and end, without a word."""
    rr.init('app')
    rr.save(folder / 'plain.rrd')
    log_rows('main', 10)


def failing(folder: Path) -> NoReturn:
    """Log and fail."""
    rr.init('app')
    rr.save(folder / 'failing.rrd')
    log_rows('main', 10)
    raise SystemExit(7)


def interrupted(folder: Path) -> NoReturn:
    """Log, and be interrupted before anything was written."""
    rr.init('app')
    rr.save(folder / 'interrupted.rrd')
    log_rows('main', 10)
    signal.raise_signal(signal.SIGINT)
    raise SystemExit('it goes on')


def hanging(folder: Path) -> None:
    """Log into a sink that hangs, beside a file."""
    exits.EXIT_SECONDS = 0.3
    rr.init('app')
    rr.set_sinks(rr.FileSink(folder / 'hanging.rrd'), HangingSink())
    log_rows('main', 10)


def late(folder: Path) -> None:
    """Log while the interpreter ends."""
    import atexit

    rr.init('app')
    rr.save(folder / 'late.rrd')
    atexit.register(log_rows, 'late', 5)


def endless(folder: Path) -> NoReturn:
    """Log numbers, texts and pictures until somebody ends it."""
    rr.init('app')
    rr.save(folder / 'endless.rrd')
    pixels = np.full((120, 160, 3), MAGENTA, np.uint8)
    for i in itertools.count():
        rr.set_time('count', sequence=i)
        rr.log('number', rr.Scalars(float(i)))
        rr.log('text', rr.TextLog(f'line {i}'))
        if i % 50 == 0:
            rr.log('picture', rr.Image(pixels))
    raise AssertionError


def child(folder: Path, name: str) -> None:
    """Log in a process of its own, and end without a word."""
    if rr.get_data_recording() is None:
        rr.init('app')
    rr.save(folder / f'{name}.rrd')
    log_rows(name, 10)


def children(folder: Path, method: str) -> None:
    """Log here and in children, some of which begin while threads log."""
    rr.init('app')
    rr.save(folder / 'parent.rrd')
    log_rows('parent', 10)
    context = multiprocessing.get_context(method)
    started = [
        context.Process(target=child, args=(folder, f'{method}{i}'), daemon=False)
        for i in range(2)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(20)
        assert process.exitcode == 0
    log_rows('parent', 10)


def forks(folder: Path) -> None:
    """Fork while other threads log."""
    rr.init('app')
    rr.save(folder / 'parent.rrd')
    stopped = threading.Event()

    def log_on() -> None:
        while not stopped.is_set():
            log_rows('parent', 100)

    threads = [threading.Thread(target=log_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    for i in range(10):
        pid = os.fork()
        if pid == 0:
            log_rows('lost', 5)  # nothing takes it, and it is not the parent's
            rr.save(folder / f'child{i}.rrd')
            log_rows('child', 5)
            rr.disconnect()
            os._exit(0)
        end = time.monotonic() + 20
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            assert time.monotonic() < end, 'the child hangs'
            time.sleep(0.005)
    stopped.set()
    for thread in threads:
        thread.join()


PROGRAMS = {
    'plain': plain,
    'failing': failing,
    'interrupted': interrupted,
    'hanging': hanging,
    'late': late,
    'endless': endless,
    'children': children,
    'forks': forks,
}

if __name__ == '__main__':
    PROGRAMS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
