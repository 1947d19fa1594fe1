"""Rerun's own viewer without a window: shows a recording, and pictures of itself."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from test.support.chromium import Picture
from test.support.official import SCRIPTS, viewer
from test.support.proxy import free_port, listens

START_SECONDS = 30.0
PICTURE_SECONDS = 40.0


class NativeViewer:
    """
    A viewer that runs.

    :param client: the official client, which asks it for pictures.
    :param folder: of the pictures.
    """

    def __init__(self, port: int, client: subprocess.Popen[str], folder: Path) -> None:
        self.port = port
        self._client, self._folder = client, folder

    def picture(self) -> Picture:
        """Return what is to be seen."""
        path = self._folder / 'seen.png'
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(f'{path}\n')
        self._client.stdin.flush()
        assert self._client.stdout.readline() == 'saved\n'
        found = cv2.imread(str(path))
        assert found is not None
        return np.ascontiguousarray(found[..., ::-1])

    def wait_for(self, is_there: Callable[[Picture], bool]) -> Picture:
        """Return a picture as soon as one is as wanted, or the last one."""
        end = time.monotonic() + PICTURE_SECONDS
        while not is_there(found := self.picture()) and time.monotonic() < end:
            pass
        return found


@contextmanager
def native_viewer(judge: Path, folder: Path, *arguments: str | Path) -> Iterator[NativeViewer]:
    """Start a viewer on a port of its own, with these arguments; end it."""
    port = free_port()
    shape = ('--headless', '--window-size', '800x600', '--port', str(port))
    with viewer(judge, *shape, *arguments) as process:
        end = time.monotonic() + START_SECONDS
        while not listens(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        url = f'rerun+http://127.0.0.1:{port}/proxy'
        with subprocess.Popen(
            [judge / 'python', SCRIPTS / 'save_screenshots.py', url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, 'PYTHONWARNINGS': 'ignore'},
        ) as client:
            try:
                yield NativeViewer(port, client, folder)
            finally:
                client.kill()
