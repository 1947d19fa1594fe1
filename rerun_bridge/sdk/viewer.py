"""Rerun's own viewer as a program: where it is, and how it is started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.sinks.live.address import DEFAULT_PORT, Address

__all__ = ['find_viewer', 'spawn_viewer']

HOST = '127.0.0.1'
PROGRAM = 'rerun.exe' if os.name == 'nt' else 'rerun'
_LOOK_SECONDS = 0.05
_CONNECT_SECONDS = 1.0


def find_viewer() -> Path:
    """
    Return the program: what ``RERUN_CLI_PATH`` names, else that of rerun-sdk, else on the PATH.

    The viewer itself, wherever it can be found: the ``rerun`` that pip puts on the PATH only
    starts it, and when it is ended leaves it behind.

    :raises SinkError: there is none.
    """
    if wish := os.environ.get('RERUN_CLI_PATH'):
        if not Path(wish).is_file():
            raise SinkError('RERUN_CLI_PATH names no file', file=wish)
        return Path(wish)
    spec = find_spec('rerun_cli')
    for folder in (spec.submodule_search_locations if spec is not None else None) or ():
        if (program := Path(folder) / PROGRAM).is_file():
            return program
    if found := shutil.which('rerun'):
        environment = Path(found).resolve().parent.parent
        behind = environment.glob(f'lib/python3*/site-packages/rerun_cli/{PROGRAM}')
        return next(behind, Path(found))
    raise SinkError('there is no Rerun viewer here: pip install rerun-sdk')


def spawn_viewer(
    port: int = DEFAULT_PORT,
    *,
    memory_limit: str = '75%',
    server_memory_limit: str = '1GiB',
    hide_welcome_screen: bool = True,
    headless: bool = False,
    wait_seconds: float = 10.0,
) -> str:
    """
    Start a viewer that only this machine reaches, and that stays when this program ends.

    Where one listens already, that is used.

    :param memory_limit: from where on the viewer drops its oldest data.
    :param server_memory_limit: the same for what it keeps for other viewers.
    :param headless: without a window, for machines that have none.
    :param wait_seconds: how long to wait until it listens; one that takes longer is told, and is
        connected to when it does.
    :return: its address, for ``connect``.
    :raises SinkError: there is no viewer, or it ends at once.
    """
    address = Address(HOST, port)
    if _listens(port):
        return address.link
    program = find_viewer()
    command = [str(program), '--port', str(port), '--bind', HOST, '--expect-data-soon']
    command += ['--memory-limit', memory_limit, '--server-memory-limit', server_memory_limit]
    command += ['--hide-welcome-screen'] * hide_welcome_screen + ['--headless'] * headless
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise SinkError(f'cannot be started: {error.strerror}', file=str(program)) from error
    if (code := _ended(process, port, wait_seconds)) is not None:
        raise SinkError(
            f'the viewer ended at once, with code {code}: see what `{program} --port {port}` says',
            file=str(program),
        )
    # When it ends before this program does, somebody has to take note, or it stays a zombie.
    threading.Thread(target=process.wait, name='rerun_bridge viewer', daemon=True).start()
    if not _listens(port):
        warn(f'the viewer does not listen on port {port} after {wait_seconds:g} s, waiting')
    return address.link


def _environment() -> dict[str, str]:
    """Return that of a viewer; without the wish, by which what pip installs would start itself."""
    wanted = {**os.environ, 'RERUN_APP_ONLY': 'true'}
    wanted.pop('RERUN_CLI_PATH', None)
    return wanted


def _ended(process: subprocess.Popen[bytes], port: int, wait_seconds: float) -> int | None:
    """Wait until a viewer listens or its time is up; return its exit code if it ended."""
    end = time.monotonic() + wait_seconds
    while not _listens(port) and time.monotonic() < end:
        if (code := process.poll()) is not None:
            return code
        time.sleep(_LOOK_SECONDS)
    return None


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), _CONNECT_SECONDS):
        return True
    return False
