"""What the tests of the specification need: signatures, a viewer to start, a child."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import rerun_bridge as rr

SIGNATURES = {
    'init': {
        'application_id': ...,
        'recording_id': None,
        'spawn': False,
        'default_enabled': True,
        'strict': False,
    },
    'connect': {'addr': None, 'recording': None},
    'disconnect': {'recording': None},
    'spawn': {'port': 9876, 'connect': True, 'recording': None},
    'serve': {'open_browser': True, 'web_port': None, 'ws_port': None, 'recording': None},
    'memory_recording': {'recording': None},
}
"""Arguments, in order, and what they are where they are not given; ... where they must be."""


def recording_id_of_child(method: str, application_id: str) -> str | None:
    """Return the default recording id in a child of ``multiprocessing``."""
    with multiprocessing.get_context(method).Pool(1) as pool:
        found: str | None = pool.apply(_begin, (application_id,))
        return found


def _begin(application_id: str) -> str | None:
    rr.init(application_id)
    return rr.get_recording_id()


@contextmanager
def startable_viewer(judge: Path, folder: Path) -> Iterator[dict[str, str]]:
    """
    Yield an environment in which ``spawn`` finds a viewer, without a window; end what it started.

    The official proxy does for it: it listens as the viewer does.
    """
    (real,) = judge.parent.glob('lib/python*/site-packages/rerun_cli/rerun')
    pids, program = folder / 'pids', folder / 'rerun'
    program.write_text(
        f'#!/bin/sh\necho $$ >> {pids}\nexec {real} --serve-grpc --bind 127.0.0.1 --port "$2"\n',
        encoding='utf-8',
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    try:
        yield {'RERUN_CLI_PATH': str(program)}
    finally:
        for pid in pids.read_text(encoding='utf-8').split() if pids.exists() else ():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
