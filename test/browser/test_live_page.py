"""The live page in a real browser: what is logged is drawn, while it is logged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.server import ServerSink
from rerun_bridge.sdk.sinks.server.access import Access
from rerun_bridge.sdk.sinks.server.http import Site
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.listener import Listener
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE, ViewerCode
from test.support.chromium import Page, browser, share_of
from test.support.official import viewer_code
from test.support.pictures import CYAN, MAGENTA, fill

pytestmark = pytest.mark.judge

CLOSED = 3

SEEN = 0.1
"""Which part of the page a picture fills at least."""


KEEPS_SOCKETS = """
globalThis.sockets = [];
globalThis.WebSocket = class extends WebSocket {
  constructor(url) { super(url); sockets.push(this); }
};
"""

CAN_BE_HIDDEN = """
globalThis.isHidden = false;
Object.defineProperty(document, "hidden", { get: () => isHidden });
globalThis.hide = (is) => {
  isHidden = is;
  document.dispatchEvent(new Event("visibilitychange"));
};
const wait = setTimeout;
globalThis.setTimeout = (call, time) => wait(call, time === 30000 ? 10 : time);
"""


@pytest.fixture
def page() -> Iterator[Page]:
    """Open a browser."""
    with browser() as tab:
        yield tab


@pytest.fixture
def sink(judge: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerSink]:
    """Serve, with the viewer's code."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(viewer_code(judge)))
    server = ServerSink(0, 0, open_browser=False)
    yield server
    server.close()


def note(page: Page) -> str:
    """Return what the page says to a person."""
    return str(page.evaluate('document.getElementById("note")?.textContent'))


def test_what_is_logged_is_drawn_live(page: Page, sink: ServerSink) -> None:
    """Also after the connection was lost, and nothing of it leaves the machine."""
    with RecordingStream('app') as recording:
        page.call('Page.addScriptToEvaluateOnNewDocument', source=KEEPS_SOCKETS)
        page.open(sink.url)
        page.wait_for(lambda _: 'Waiting' in note(page))
        assert note(page) == 'Waiting for data …'
        recording.set_sinks(sink)
        fill(recording, 1, MAGENTA)
        found = page.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
        assert note(page) == ''
        assert share_of(found, MAGENTA) > SEEN, page.console
        fill(recording, 2, CYAN)
        found = page.wait_for(lambda picture: share_of(picture, CYAN) > SEEN)
        assert share_of(found, CYAN) > SEEN
        assert share_of(found, MAGENTA) < 0.01
        page.evaluate('sockets.at(-1).close()')
        fill(recording, 3, MAGENTA)
        found = page.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
        assert share_of(found, MAGENTA) > SEEN
    own = (f'http://127.0.0.1:{sink.web_port}/', f'ws://127.0.0.1:{sink.ws_port}/')
    sent = [url for url in page.requested if not url.startswith((*own, 'blob:', 'data:'))]
    assert sent == []
    assert sum(url.startswith('ws:') for url in page.requested) >= 2


def test_a_hidden_page_is_sent_nothing_and_goes_on_when_it_is_seen(
    page: Page, sink: ServerSink
) -> None:
    """It draws nothing meanwhile, so the data would pile up."""
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        fill(recording, 1, MAGENTA)
        page.call('Page.addScriptToEvaluateOnNewDocument', source=KEEPS_SOCKETS + CAN_BE_HIDDEN)
        page.open(sink.url)
        page.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
        page.evaluate('hide(true)')
        page.wait_for(lambda _: page.evaluate('sockets.at(-1).readyState') == CLOSED)
        assert page.evaluate('sockets.at(-1).readyState') == CLOSED
        fill(recording, 2, CYAN)
        page.evaluate('hide(false)')
        found = page.wait_for(lambda picture: share_of(picture, CYAN) > SEEN)
        assert share_of(found, CYAN) > SEEN
        assert page.evaluate('sockets.length') == 2


def test_one_port_is_enough(page: Page, judge: Path) -> None:
    """A tunnel may lead to no other."""
    listener = Listener('127.0.0.1', 0, 'web_port')
    hub = Hub(1 << 20)
    code = ViewerCode(viewer_code(judge))
    listener.start(Site(Access('127.0.0.1', 'secret'), hub, code, ws_port=9))
    page.open(f'http://localhost:{listener.port}/#token=secret')
    page.wait_for(lambda _: 'Waiting' in note(page))
    assert note(page) == 'Waiting for data …'
    hub.close()
    listener.stop(0.0)


@pytest.mark.parametrize(('link', 'text'), [('', 'not whole'), ('#token=old', 'an old one')])
def test_a_link_without_the_right_token_says_so(
    page: Page, sink: ServerSink, link: str, text: str
) -> None:
    """And shows nothing."""
    page.open(sink.url.partition('#')[0] + link)
    page.wait_for(lambda _: text in note(page))
    assert text in note(page)
    assert not any(url.startswith('ws:') for url in page.requested)


def test_when_the_program_ends_the_page_says_so(page: Page, sink: ServerSink) -> None:
    """And still shows what it has."""
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        fill(recording, 1, MAGENTA)
        page.open(sink.url)
        page.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
    sink.close()
    found = page.wait_for(lambda _: 'lost' in note(page))
    assert 'Connection lost' in note(page)
    assert share_of(found, MAGENTA) > SEEN


def test_without_the_viewer_the_page_says_what_to_install(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    sink = ServerSink(0, 0, open_browser=False)
    page.open(sink.url)
    page.wait_for(lambda _: bool(page.evaluate('document.querySelector("h1") !== null')))
    assert page.evaluate('document.querySelector("h1").textContent') == ('The viewer is missing')
    sink.close()
