"""Recordings in memory."""

from __future__ import annotations

import builtins
import re
import webbrowser
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.memory_recording import MemoryRecording
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.decoder import FoundStore, read_footer, read_rrd
from rerun_bridge.sdk.sinks import MemorySink
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.sdk.web.test_pages import payload
from test.support.chunks import COUNT, chunks_of, examples, same, times
from test.support.log_msgs import BLUEPRINT, activation, announcement, scalar, static
from test.support.viewer import small_viewer


@pytest.fixture(autouse=True)
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put something in the place of the viewer."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_viewer(tmp_path / 'viewer')))


def filled() -> MemoryRecording:
    """Return two values and a blueprint."""
    sink = MemorySink()
    for msg in (
        announcement(),
        announcement(BLUEPRINT),
        static('/view', store=BLUEPRINT),
        activation(),
        scalar(1),
        scalar(2),
    ):
        sink.send(msg)
    return MemoryRecording(sink)


def stores(data: bytes) -> list[str]:
    """Return the kinds of the stores that a recording announces."""
    return [each.store.kind for each in read_rrd(data) if isinstance(each, FoundStore)]


def test_what_was_logged_is_drained_as_a_file() -> None:
    """All that was logged until now, with a footer; then nothing is left."""
    with RecordingStream('app') as recording:
        sink = MemorySink()
        memory = MemoryRecording(sink, recording.flush)
        recording.set_sinks(sink)
        for chunk in examples():
            recording.send_chunk(chunk)
        assert memory.num_msgs() == 1 + len(examples())
        data = memory.drain_as_bytes()
        assert memory.num_msgs() == 0
    assert len(chunks_of(data)) == len(examples())
    assert read_footer(data) is not None


def test_what_is_drained_later_is_a_file_too() -> None:
    """It says again which recording it belongs to."""
    with RecordingStream('app') as recording:
        sink = MemorySink()
        memory = MemoryRecording(sink, recording.flush)
        recording.set_sinks(sink)
        for i, chunk in enumerate(examples()):
            recording.send_chunk(chunk)
            data = memory.drain_as_bytes()
            assert stores(data) == ['recording']
            (found,) = chunks_of(data)
            assert same(found, chunk), i
    assert chunks_of(memory.drain_as_bytes()) == []


def test_data_and_blueprint_are_forgotten_apart() -> None:
    """What is announced stays announced."""
    memory = filled()
    assert memory.num_msgs() == 4
    memory.reset_data()
    assert memory.num_msgs() == 2
    memory.reset_blueprint()
    assert memory.num_msgs() == 0
    memory = filled()
    memory.reset_blueprint()
    assert len(chunks_of(memory.drain_as_bytes())) == 2
    assert sorted(stores(memory.drain_as_bytes())) == ['blueprint', 'recording']


def test_without_a_recording_it_is_empty() -> None:
    """And does nothing."""
    memory = MemoryRecording(MemorySink())
    assert memory.num_msgs() == 0
    assert chunks_of(memory.drain_as_bytes()) == []
    memory.reset_data()
    memory.reset_blueprint()
    assert payload(memory.as_html(), 'rrd')


def test_a_page_shows_what_there_is_and_keeps_it() -> None:
    """Of the size that was asked for."""
    memory = filled()
    page = memory.as_html(width=500, height='50vh')
    assert len(chunks_of(payload(page, 'rrd'))) == 3
    assert 'width: 500px !important; height: 50vh !important' in page
    assert memory.num_msgs() == 4
    assert memory.as_html(width=500, height='50vh') == page


def test_a_page_can_fetch_the_viewer() -> None:
    """From this program, or from where it is told."""
    memory = filled()
    assert re.search(
        r'return "http://127.0.0.1:\d+/viewer/\S+/widget.js"', memory.as_html(mode='url')
    )
    page = memory.as_html(mode='url', viewer_url='https://example.org/widget.js')
    assert 'return "https://example.org/widget.js"' in page


def test_a_notebook_shows_it_in_a_frame_of_its_own() -> None:
    """Nothing of the page gets into the notebook's."""
    shown = filled()._repr_html_()
    found = re.fullmatch(r'<iframe srcdoc="([^"]*)" style="([^"]*)".*></iframe>', shown)
    assert found is not None
    assert len(chunks_of(payload(unescape(found[1]), 'rrd'))) == 3
    assert found[2] == 'width:950px;height:712px;border:0'


def test_a_notebook_without_the_viewer_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of nothing."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / '<none>'))
    assert filled()._repr_html_().startswith('<p>')
    assert '&lt;none&gt;' in filled()._repr_html_()


def test_outside_a_notebook_it_is_shown_in_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a file that needs nothing else."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, 'open', opened.append)
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    filled().show()
    (url,) = opened
    page = Path(url[len('file://') :]).read_text(encoding='utf-8')
    assert len(chunks_of(payload(page, 'rrd'))) == 3
    assert payload(page, 'wasm')


def test_in_a_notebook_it_is_shown_below_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what notebooks put there for it."""
    shown: list[MemoryRecording] = []

    class Shell:
        kernel = True

    monkeypatch.setattr(builtins, 'get_ipython', Shell, raising=False)
    monkeypatch.setattr(builtins, 'display', shown.append, raising=False)
    filled().show(width=300, height=200)
    (cell,) = shown
    assert 'style="width:300px;height:200px;border:0"' in cell._repr_html_()


def test_logging_goes_on_while_it_is_drained() -> None:
    """Nothing is lost, and nothing comes twice."""
    with RecordingStream('app') as recording:
        sink = MemorySink()
        memory = MemoryRecording(sink)
        recording.set_sinks(sink)
        rows = 0
        for i in range(300):
            column = Scalars.scalars.column(np.array([float(i)]))
            recording.send_columns('/plot', [times(COUNT, i)], [column])
            rows += len(chunks_of(memory.drain_as_bytes()))
        assert recording.flush()
        rows += len(chunks_of(memory.drain_as_bytes()))
    assert rows == 300
