"""Chromium without a window, driven over its DevTools protocol: opens a page, looks, listens."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from websockets.sync.client import ClientConnection, connect

Picture = npt.NDArray[np.uint8]

START_SECONDS = 20.0
ENDING_SECONDS = 10.0
FLAGS = (
    '--headless',
    '--no-sandbox',
    '--use-angle=swiftshader',
    '--remote-debugging-port=0',
    '--window-size=800,600',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
)


class Page:
    """A tab; remembers what it asked for, what it wrote and what the rules of the page forbade."""

    def __init__(self, devtools: ClientConnection) -> None:
        self.requested: list[str] = []
        self.console: list[str] = []
        self._devtools = devtools
        self._asked = 0
        self._is_loaded = False
        for domain in ('Page', 'Network', 'Runtime', 'Log'):
            self.call(f'{domain}.enable')

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command."""
        self._asked += 1
        self._devtools.send(
            json.dumps({'id': self._asked, 'method': method, 'params': parameters})
        )
        while True:
            found = json.loads(self._devtools.recv(START_SECONDS))
            if found.get('id') == self._asked:
                assert 'error' not in found, found
                result: dict[str, Any] = found['result']
                return result
            self._note(found)

    def open(self, url: str) -> None:
        """Go to a page and wait until it is there."""
        self.call('Page.navigate', url=url)
        self._is_loaded = False
        end = time.monotonic() + START_SECONDS
        while not self._is_loaded and time.monotonic() < end:
            self.evaluate('0')

    def evaluate(self, expression: str) -> Any:
        """Return what an expression is in the page."""
        answer = self.call('Runtime.evaluate', expression=expression, returnByValue=True)
        return answer['result'].get('value')

    def picture(self) -> Picture:
        """Return what the page shows, shape (height, width, 3), in RGB."""
        data = base64.b64decode(self.call('Page.captureScreenshot', format='png')['data'])
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert found is not None
        return np.ascontiguousarray(found[:, :, ::-1], np.uint8)

    def wait_for(self, is_there: Callable[[Picture], bool], seconds: float = 30.0) -> Picture:
        """Return the first picture that is as wanted; the last one where none is in time."""
        end = time.monotonic() + seconds
        while True:
            found = self.picture()
            if is_there(found) or time.monotonic() > end:
                return found

    def _note(self, event: dict[str, Any]) -> None:
        parameters = event.get('params', {})
        if event['method'] == 'Page.loadEventFired':
            self._is_loaded = True
        elif event['method'] == 'Network.requestWillBeSent':
            self.requested.append(parameters['request']['url'])
        elif event['method'] == 'Network.webSocketCreated':
            self.requested.append(parameters['url'])
        elif event['method'] == 'Runtime.consoleAPICalled':
            self.console += [str(each.get('value')) for each in parameters['args']]
        elif event['method'] == 'Runtime.exceptionThrown':
            self.console.append(json.dumps(parameters))
        elif event['method'] == 'Log.entryAdded':
            self.console.append(parameters['entry']['text'])


@contextmanager
def browser() -> Iterator[Page]:
    """Start Chromium with a profile of its own; end it."""
    program = shutil.which('chromium') or shutil.which('chromium-browser')
    assert program is not None, 'no chromium: `make test` installs it'
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *FLAGS, f'--user-data-dir={profile}', 'about:blank'],
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            with connect(
                _page_address(Path(profile)), max_size=None, close_timeout=0.1
            ) as devtools:
                yield Page(devtools)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(ENDING_SECONDS)
            with suppress(ProcessLookupError):  # what hangs would take a core for ever
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(START_SECONDS)


def _page_address(profile: Path) -> str:
    """Return where the only page is driven."""
    import urllib.request

    told = profile / 'DevToolsActivePort'
    end = time.monotonic() + START_SECONDS
    while not (told.exists() and re.match(r'\d+\n', told.read_text())):
        assert time.monotonic() < end, 'chromium does not start'
        time.sleep(0.05)
    port = told.read_text().split()[0]
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/json', timeout=START_SECONDS) as answer:
        targets = json.load(answer)
    return next(each['webSocketDebuggerUrl'] for each in targets if each['type'] == 'page')


def share_of(picture: Picture, color: tuple[int, int, int], tolerance: int = 24) -> float:
    """Return which part of a picture is about of a color."""
    near = np.abs(picture.astype(np.int16) - np.array(color, np.int16)).max(axis=2) <= tolerance
    return float(near.mean())
