"""The pages, filled in: the live one of a server, and those that carry a recording."""

from __future__ import annotations

import base64
import gzip
import html
import importlib.resources
import re
from functools import cache, lru_cache
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.web.viewer_code import SCRIPT, WASM, ViewerCode

__all__ = [
    'inline_page',
    'linked_page',
    'live_page',
    'live_policy',
    'live_script',
    'message_page',
    'text_of',
]

_NOTICE = """
The viewer in this page is Rerun's, https://github.com/rerun-io/rerun
Copyright (c) Rerun Technologies AB, licensed under MIT OR Apache-2.0:
https://github.com/rerun-io/rerun/blob/main/LICENSE-MIT
https://github.com/rerun-io/rerun/blob/main/LICENSE-APACHE
""".strip()
_FETCHES_WASM = re.compile(r'//!<INLINE-MARKER-OPEN>.*?//!<INLINE-MARKER-CLOSE>', re.DOTALL)
_IS_GIVEN_WASM = 'return globalThis.rerunViewerWasm;'
_GZIP_LEVEL = 6


@cache
def text_of(name: str) -> str:
    """Return one of the files beside this module."""
    return (importlib.resources.files(__package__) / name).read_text('utf-8')


def live_page(viewer_url: str, ws_port: int) -> str:
    """Return the page of a server, which holds neither data nor token."""
    return _filled('live.html', viewer=html.escape(viewer_url), ws_port=str(ws_port))


def live_script() -> str:
    """Return what the live page runs."""
    return text_of('viewer.js') + text_of('live.js')


def live_policy(host: str, ws_port: int, *, is_offline: bool = True) -> str:
    """
    Return the rules a browser is to keep on the live page.

    :param host: under which the page was asked for; without brackets.
    :param is_offline: nothing comes from elsewhere, not even the tiles of maps.
    """
    elsewhere = '' if is_offline else ' https:'
    name = f'[{host}]' if ':' in host else host
    return _policy(
        default="'self'",
        script="'self' 'wasm-unsafe-eval'",
        style="'self' 'unsafe-inline'",
        connect=f"'self' ws://{name}:{ws_port} data: blob:{elsewhere}",
        img=f"'self' data: blob:{elsewhere}",
        worker="'self' blob:",
    )


def message_page(title: str, *paragraphs: str) -> str:
    """Return a page that says something; what is between backticks is set as code."""
    body = '\n'.join(f'<p>{html.escape(each)}</p>' for each in paragraphs)
    body = re.sub('<p>`([^`]*)`</p>', r'<pre>\1</pre>', body)
    body = re.sub('`([^`]*)`', r'<code>\1</code>', body)
    return _filled('message.html', title=html.escape(title), body=body)


def inline_page(rrd: bytes, code: ViewerCode, width: str, height: str, title: str) -> str:
    """
    Return a page that carries a recording and the viewer and needs nothing else.

    :param width: in CSS, like height.
    """
    payloads = [_payload('rrd', _packed(rrd)), *_viewer_payloads(code.folder, code.version)]
    script = text_of('viewer.js') + text_of('inline.js') + text_of('recording.js')
    return _recording_page(payloads, script, '', width, height, title)


def linked_page(rrd: bytes, viewer_url: str, width: str, height: str, title: str) -> str:
    """Return a page that carries a recording; the viewer it fetches from a URL."""
    address = urlsplit(viewer_url)
    linked = Template(text_of('linked.js')).substitute(viewer=_quoted(viewer_url))
    script = text_of('viewer.js') + linked + text_of('recording.js')
    source = f' {address.scheme}://{address.netloc}'
    return _recording_page([_payload('rrd', _packed(rrd))], script, source, width, height, title)


def _recording_page(
    payloads: list[str], script: str, source: str, width: str, height: str, title: str
) -> str:
    policy = _policy(
        default="'none'",
        script=f"'unsafe-inline' 'wasm-unsafe-eval' blob:{source}",
        style="'unsafe-inline'",
        connect=f'data: blob:{source}',
        img='data: blob:',
        worker='blob:',
    )
    return _filled(
        'recording.html',
        notice=_NOTICE,
        policy=policy,
        title=html.escape(title),
        style=text_of('page.css'),
        width=html.escape(width),
        height=html.escape(height),
        payloads='\n'.join(payloads),
        script=script,
    )


@lru_cache(maxsize=1)
def _viewer_payloads(folder: Path, version: str) -> tuple[str, str]:
    """Return the two files of the viewer; packing them takes seconds."""
    code = ViewerCode(folder)
    script = b''.join(code.pieces_of(SCRIPT)).decode()
    script, found = _FETCHES_WASM.subn(_IS_GIVEN_WASM, script)
    if not found:
        raise SinkError(
            'this web viewer cannot be put into a page, only linked to: as_html(mode="url")',
            file=str(folder),
        )
    wasm = b''.join(code.pieces_of(WASM))
    return _payload('script', _packed(script.encode())), _payload('wasm', _packed(wasm))


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, _GZIP_LEVEL, mtime=0)).decode()


def _payload(name: str, data: str) -> str:
    return f'<script type="application/octet-stream;base64" id="{name}">{data}</script>'


def _policy(**sources: str) -> str:
    return '; '.join(f'{name}-src {allowed}' for name, allowed in sources.items())


def _quoted(text: str) -> str:
    """Return a text as what stands between the quotes of a JavaScript string in HTML."""
    return re.sub(r'[^\w./:~?=&%-]', lambda char: f'\\u{ord(char[0]):04x}', text)


def _filled(name: str, **values: str) -> str:
    return Template(text_of(name)).substitute(values)
