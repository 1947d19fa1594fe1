"""The bridge's node and its launch files as processes, as users start them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path
from types import TracebackType

__all__ = ['LIMIT_S', 'Process', 'bridge', 'eventually']

ROOT = Path(__file__).parent.parent.parent
LIMIT_S = 40.0
LOOK_S = 0.02


def eventually(holds: Callable[[], object]) -> bool:
    """Wait until something holds, but not for ever."""
    end = time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_S)
    return True


class Process:
    """
    A process with all that it says; a context manager, after which it is gone.

    :param folder: where what it says is kept.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._path = folder / f'said-{time.monotonic_ns()}.txt'
        self._file = self._path.open('wb')
        # what is started in the background would not feel Ctrl-C
        self._process = subprocess.Popen(
            ['env', '--default-signal=INT', *command],
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
            env={**os.environ, 'PYTHONUNBUFFERED': '1', **(environment or {})},
            start_new_session=True,
        )

    def said(self) -> str:
        """Return what it has said so far."""
        return self._path.read_text(encoding='utf-8', errors='replace')

    def says(self, text: str) -> bool:
        """Tell whether it says something, in time and while it runs."""
        eventually(lambda: text in self.said() or self._process.poll() is not None)
        return text in self.said()

    def ended(self) -> int:
        """Return the exit code, once it has ended by itself."""
        return self._process.wait(LIMIT_S)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it as Ctrl-C does, and return the exit code."""
        self._process.send_signal(number)
        return self.ended()

    def end_by_another_thread(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it by a signal that not its main thread gets, which the system may choose to do."""
        pid = self._process.pid
        thread = max(int(each.name) for each in Path(f'/proc/{pid}/task').iterdir())
        assert thread != pid
        assert CDLL(None).tgkill(pid, thread, number) == 0
        return self.ended()

    def kill(self) -> None:
        """End it without a chance to say so."""
        self._process.kill()
        self._process.wait(LIMIT_S)

    def __enter__(self) -> Process:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill what still runs, all of its session; show what was said where a test failed."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(LIMIT_S)
        self._file.close()
        if kind is not None:
            print(self.said())


def bridge(
    folder: Path,
    *parameters: str,
    first: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> Process:
    """
    Start the node, without a viewer.

    :param parameters: ``name:=value`` each.
    :param first: a folder where Python looks for packages before all others.
    :param arguments: more for ROS, as ``-r __node:=other``.
    """
    command = [sys.executable, '-m', 'rerun_bridge.node', '--ros-args']
    for parameter in ('viewer:=none', *parameters):
        command += ['-p', parameter]
    python_path = os.pathsep.join([str(first), str(ROOT), os.environ.get('PYTHONPATH', '')])
    return Process(
        [*command, *arguments], folder, {'PYTHONPATH': python_path, **(environment or {})}
    )
