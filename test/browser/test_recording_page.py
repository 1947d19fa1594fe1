"""Pages that carry a recording, in a real browser, from a file and without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rerun_bridge.sdk.memory_recording import MemoryRecording
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import MemorySink
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.support.chromium import Page, browser, share_of
from test.support.official import viewer_code
from test.support.pictures import MAGENTA, fill

pytestmark = pytest.mark.judge

SEEN = 0.1
"""Which part of the page a picture fills at least."""


@pytest.fixture
def memory(judge: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryRecording]:
    """Return a recording of a picture."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(viewer_code(judge)))
    with RecordingStream('app') as recording:
        sink = MemorySink()
        recording.set_sinks(sink)
        fill(recording, 1, MAGENTA)
        yield MemoryRecording(sink, recording.flush)


def shown(page: Page, path: Path, content: str) -> bool:
    """Open a file and tell whether the picture appears."""
    path.write_text(content, encoding='utf-8')
    page.open(f'file://{path}')
    found = page.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
    return share_of(found, MAGENTA) > SEEN


def test_an_inline_page_opens_from_a_file_and_asks_for_nothing(
    memory: MemoryRecording, tmp_path: Path
) -> None:
    """It has all it needs."""
    with browser() as page:
        page.call(
            'Network.emulateNetworkConditions',
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )
        assert shown(page, tmp_path / 'a.html', memory.as_html()), page.console
        assert page.evaluate('document.getElementById("note").hidden')
        asked = [url for url in page.requested if not url.startswith(('file:', 'blob:', 'data:'))]
        assert asked == []


def test_a_notebook_cell_shows_the_recording(memory: MemoryRecording, tmp_path: Path) -> None:
    """In a frame, with the viewer from this program."""
    with browser() as page:
        cell = memory._repr_html_()
        assert shown(page, tmp_path / 'a.html', f'<!doctype html><p>before</p>{cell}'), (
            page.console
        )
        asked = {url.rpartition('/')[2] for url in page.requested if url.startswith('http')}
        assert asked == {'widget.js', 're_viewer_bg.wasm'}
        assert page.evaluate('document.body.children.length') == 2


def test_a_page_that_cannot_unpack_says_so(memory: MemoryRecording, tmp_path: Path) -> None:
    """Instead of nothing."""
    page_text = memory.as_html(mode='url', viewer_url='http://127.0.0.1:9/widget.js')
    (tmp_path / 'a.html').write_text(page_text, encoding='utf-8')
    with browser() as page:
        page.open(f'file://{tmp_path}/a.html')
        told = 'document.getElementById("note")?.textContent'
        page.wait_for(lambda _: 'cannot be shown' in str(page.evaluate(told)))
        assert 'cannot be shown' in page.evaluate(told)
