"""The pages' text; test/browser looks at them."""

from __future__ import annotations

import base64
import gzip
import re
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.web.pages import (
    inline_page,
    linked_page,
    live_page,
    live_policy,
    live_script,
    message_page,
    text_of,
)
from rerun_bridge.sdk.web.viewer_code import SCRIPT, WASM, ViewerCode
from test.support.viewer import SECTIONS, small_viewer, wasm

RRD = bytes(range(256)) * 100


def payload(page: str, name: str) -> bytes:
    """Return what a page carries."""
    found = re.search(f'<script type="application/octet-stream;base64" id="{name}">(.*?)<', page)
    assert found is not None, name
    return gzip.decompress(base64.b64decode(found[1]))


def test_an_inline_page_carries_the_recording_and_the_viewer(tmp_path: Path) -> None:
    """The script is given its WebAssembly instead of fetching it."""
    page = inline_page(RRD, ViewerCode(small_viewer(tmp_path)), '950px', '100vh', 'a <title>')
    assert payload(page, 'rrd') == RRD
    assert payload(page, 'wasm') == wasm(*[each for each in SECTIONS if each[0]])
    script = payload(page, 'script').decode()
    assert 'return globalThis.rerunViewerWasm;' in script
    assert 'import.meta' not in script
    assert 'width: 950px !important; height: 100vh !important' in page
    assert '<title>a &lt;title&gt;</title>' in page


def test_an_inline_page_names_whose_viewer_it_carries(tmp_path: Path) -> None:
    """And under which licences."""
    page = inline_page(b'', ViewerCode(small_viewer(tmp_path)), '1px', '1px', '')
    assert 'Copyright (c) Rerun Technologies AB' in page
    assert 'MIT OR Apache-2.0' in page


def test_an_inline_page_goes_nowhere_else(tmp_path: Path) -> None:
    """Beside the notice, no address is in it; browsers are told so, too."""
    page = inline_page(b'', ViewerCode(small_viewer(tmp_path)), '1px', '1px', '')
    assert '://' not in page.partition('-->')[2]
    assert "default-src 'none'" in page


def test_a_viewer_that_cannot_be_put_into_a_page_is_told(tmp_path: Path) -> None:
    """With what works."""
    (small_viewer(tmp_path) / SCRIPT).write_text('export default {}')
    with pytest.raises(SinkError, match='mode="url"'):
        inline_page(b'', ViewerCode(tmp_path), '1px', '1px', '')


def test_the_viewer_is_packed_anew_when_it_is_another(tmp_path: Path) -> None:
    """Packing takes seconds, so it is kept."""
    first = inline_page(b'', ViewerCode(small_viewer(tmp_path)), '1px', '1px', '')
    (tmp_path / WASM).write_bytes(wasm((1, b'other')))
    second = inline_page(b'', ViewerCode(tmp_path), '1px', '1px', '')
    assert payload(second, 'wasm') == wasm((1, b'other')) != payload(first, 'wasm')


def test_a_linked_page_names_where_the_viewer_is() -> None:
    """And may fetch from there only."""
    page = linked_page(RRD, 'http://127.0.0.1:1234/viewer/1/widget.js', '1px', '1px', '')
    assert payload(page, 'rrd') == RRD
    assert 'return "http://127.0.0.1:1234/viewer/1/widget.js";' in page
    assert 'blob: http://127.0.0.1:1234;' in page
    assert 'id="wasm"' not in page


def test_an_address_cannot_become_code() -> None:
    """Whatever stands in it."""
    page = linked_page(b'', 'http://x/"</script><b>\n${1}', '1px', '1px', '')
    assert '</script><b>' not in page
    assert '\\u0022\\u003c/script\\u003e\\u003cb\\u003e\\u000a\\u0024\\u007b1\\u007d' in page


def test_the_live_page_names_its_parts() -> None:
    """And nothing else."""
    page = live_page('/viewer/1/widget.js', 9877)
    assert 'data-ws-port="9877" data-viewer="/viewer/1/widget.js"' in page
    assert re.findall(r'(?:src|href)="(.*?)"', page) == [
        '/page/icon.svg',
        '/page/page.css',
        '/page/live.js',
    ]
    assert '://' not in live_script().replace('ws://', '')


def test_maps_are_let_in_only_when_asked_for() -> None:
    """Of all that could come from elsewhere, pictures and their requests."""
    assert 'https:' not in live_policy('127.0.0.1', 1)
    policy = dict(
        part.split(' ', 1) for part in live_policy('127.0.0.1', 1, is_offline=False).split('; ')
    )
    assert [name for name, value in policy.items() if 'https:' in value] == [
        'connect-src',
        'img-src',
    ]


def test_the_address_of_the_data_has_brackets_where_it_needs_them() -> None:
    """As in any URL."""
    assert ' ws://[::1]:9877 ' in live_policy('::1', 9877)
    assert ' ws://localhost:9877 ' in live_policy('localhost', 9877)


def test_a_message_is_text() -> None:
    """Between backticks it is code."""
    page = message_page('a & b', 'run `pip install <x>` now', '`rerun a`')
    assert '<pre>rerun a</pre>' in page
    assert '<h1>a &amp; b</h1>' in page
    assert '<p>run <code>pip install &lt;x&gt;</code> now</p>' in page


@pytest.mark.parametrize('name', ['page.css', 'icon.svg', 'viewer.js', 'live.js'])
def test_files_are_part_of_the_package(name: str) -> None:
    """Beside the module."""
    assert text_of(name)
