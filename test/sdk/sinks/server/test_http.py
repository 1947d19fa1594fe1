"""What is answered to whom."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from rerun_bridge.sdk.sinks.grpc_web import READ_MESSAGES
from rerun_bridge.sdk.sinks.server.access import Access
from rerun_bridge.sdk.sinks.server.http import Site, viewer_path
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.listener import Listener
from rerun_bridge.sdk.web.viewer_code import ViewerCode
from test.support.chunks import chunks_of
from test.support.grpc_web import EMPTY_REQUEST, HEADERS, as_recording, read_responses
from test.support.log_msgs import announcement, scalar
from test.support.sockets import SOON, ask, read_all
from test.support.viewer import small_viewer

TOKEN = 'secret'
UPGRADE = {
    'Upgrade': 'websocket',
    'Connection': 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
}
PROTECTED = [
    ('/stream.rrd', 'GET', {}),
    ('/token', 'GET', {}),
    ('/', 'GET', UPGRADE),
    (READ_MESSAGES, 'POST', HEADERS),
]


class Served:
    """A site with a short recording that has ended."""

    def __init__(self, code: ViewerCode | str) -> None:
        hub = Hub(1 << 20)
        for msg in (announcement(), scalar(1), scalar(2)):
            hub.publish(msg)
        hub.close()
        self.listener = Listener('127.0.0.1', 0, 'web_port')
        self.port = self.listener.port
        self.listener.start(Site(Access('127.0.0.1', TOKEN), hub, code, 4321))


@pytest.fixture(scope='module')
def code(tmp_path_factory: pytest.TempPathFactory) -> ViewerCode:
    """Return something in the place of the viewer."""
    return ViewerCode(small_viewer(tmp_path_factory.mktemp('viewer')))


@pytest.fixture(scope='module')
def served(code: ViewerCode) -> Iterator[Served]:
    """Serve a site."""
    site = Served(code)
    yield site
    site.listener.stop(0.0)


def test_the_page_is_public_and_holds_neither_data_nor_token(served: Served) -> None:
    """It names the viewer's code and the port of the data; a browser keeps it offline."""
    for path in ('/', '/index.html', '/?theme=dark'):
        answer = ask(served.port, path)
        text = answer.read().decode()
        assert answer.status == 200
        assert 'data-ws-port="4321"' in text
        assert TOKEN not in text + str(answer.headers)
    policy = answer.headers['Content-Security-Policy']
    assert "connect-src 'self' ws://127.0.0.1:4321 data: blob:;" in policy
    assert 'http' not in policy
    assert answer.headers['Cache-Control'] == 'no-store'


def test_what_the_page_needs_is_public_too(served: Served, code: ViewerCode) -> None:
    """With types that browsers insist on."""
    for path, kind in (
        ('/page/live.js', 'text/javascript; charset=utf-8'),
        ('/page/page.css', 'text/css; charset=utf-8'),
        ('/page/icon.svg', 'image/svg+xml'),
        (viewer_path(code), 'text/javascript; charset=utf-8'),
        (viewer_path(code).replace('widget.js', 're_viewer_bg.wasm'), 'application/wasm'),
    ):
        answer = ask(served.port, path)
        assert (answer.status, answer.headers['Content-Type']) == (200, kind)
        assert len(answer.read()) == int(answer.headers['Content-Length']) > 0


@pytest.mark.parametrize(
    ('host', 'accepts', 'is_packed'),
    [
        ('192.168.1.5:9090', 'gzip, deflate, br', True),
        ('192.168.1.5:9090', 'identity', False),
        ('localhost:9090', 'gzip', False),
        ('127.0.0.1:9090', 'gzip', False),
        ('[::1]:9090', 'gzip', False),
    ],
)
def test_code_that_goes_over_a_network_is_packed(
    served: Served, code: ViewerCode, host: str, accepts: str, is_packed: bool
) -> None:
    """A third of the bytes; on the same machine it would only take time."""
    path = viewer_path(code).replace('widget.js', 're_viewer_bg.wasm')
    answer = ask(served.port, path, headers={'Host': host, 'Accept-Encoding': accepts})
    assert (answer.headers['Content-Encoding'] == 'gzip') is is_packed
    data = answer.read()
    assert len(data) == int(answer.headers['Content-Length'])
    plain = b''.join(code.pieces_of('re_viewer_bg.wasm'))
    assert (gzip.decompress(data) if is_packed else data) == plain
    assert not is_packed or len(data) < len(plain)


def test_only_the_code_of_the_viewer_is_for_other_pages(served: Served, code: ViewerCode) -> None:
    """And is kept by browsers."""
    answer = ask(served.port, viewer_path(code), headers={'Origin': 'null'})
    assert answer.headers['Access-Control-Allow-Origin'] == '*'
    assert 'immutable' in answer.headers['Cache-Control']
    for path in ('/', '/page/live.js', f'/stream.rrd?token={TOKEN}', f'/token?token={TOKEN}'):
        answer = ask(served.port, path, headers={'Origin': 'null'})
        assert 'Access-Control-Allow-Origin' not in answer.headers


@pytest.mark.parametrize('path', ['/page/../secret', '/page/', '/viewer/x/y', '/x', '/<script>'])
def test_other_paths_lead_nowhere(served: Served, path: str) -> None:
    """Without being repeated as they are."""
    answer = ask(served.port, path)
    assert answer.status == 404
    assert b'<script>' not in answer.read()
    assert ask(served.port, path, method='POST').status == 404


@pytest.mark.parametrize(('path', 'method', 'headers'), PROTECTED)
@pytest.mark.parametrize('query', ['', '?token=', '?token=wrong', '?token=%F0%90'])
def test_without_the_token_data_is_refused(
    served: Served, path: str, method: str, headers: dict[str, str], query: str
) -> None:
    """On every way to it."""
    answer = ask(served.port, path + query, method=method, body=EMPTY_REQUEST, headers=headers)
    assert answer.status == 403
    assert TOKEN.encode() not in answer.read()


@pytest.mark.parametrize(('path', 'method', 'headers'), [*PROTECTED, ('/', 'GET', {})])
@pytest.mark.parametrize('host', ['evil.example:9090', ''])
def test_under_another_name_nothing_is_answered(
    served: Served, path: str, method: str, headers: dict[str, str], host: str
) -> None:
    """Not even with the token."""
    answer = ask(
        served.port, f'{path}?token={TOKEN}', method=method, headers={**headers, 'Host': host}
    )
    assert answer.status == 421


@pytest.mark.parametrize('header', [None, f'Bearer {TOKEN}', f'bearer  {TOKEN}'])
def test_with_the_token_the_stream_is_a_recording(served: Served, header: str | None) -> None:
    """By query or by header; the answer ends with the recording."""
    answer = ask(
        served.port,
        '/stream.rrd' + ('' if header else f'?token={TOKEN}'),
        headers={'Authorization': header} if header else {},
    )
    assert answer.status == 200
    assert len(chunks_of(answer.read())) == 2


def test_read_messages_answers_in_grpc_web(served: Served) -> None:
    """As a viewer asks for it."""
    answer = ask(
        served.port,
        f'{READ_MESSAGES}?token={TOKEN}',
        method='POST',
        body=EMPTY_REQUEST,
        headers=HEADERS,
    )
    assert answer.headers['Content-Type'] == 'application/grpc-web+proto'
    found, status = read_responses(answer.read())
    assert status == {'grpc-status': '0'}
    assert len(chunks_of(as_recording(found))) == 2


@pytest.mark.parametrize('length', ['-1', 'x', '9' * 5000, '³'])
def test_numbers_of_any_kind_are_taken(served: Served, length: str) -> None:
    """What is none counts as nothing."""
    with socket.create_connection(('127.0.0.1', served.port), SOON) as client:
        request = (
            f'POST {READ_MESSAGES}?token={TOKEN}&after={quote(length)} HTTP/1.1\r\n'
            f'Host: localhost\r\nContent-Length: {length}\r\n\r\n'
        )
        client.sendall(request.encode('latin-1'))
        client.shutdown(socket.SHUT_WR)
        assert read_all(client).startswith(b'HTTP/1.1 200')


@pytest.mark.parametrize('wrong', [{'Sec-WebSocket-Version': '8'}, {'Upgrade': 'h2c'}])
def test_other_upgrades_are_refused(served: Served, wrong: dict[str, str]) -> None:
    """With the token, too."""
    assert ask(served.port, f'/?token={TOKEN}', headers={**UPGRADE, **wrong}).status == 400


def test_without_the_viewer_the_page_says_what_to_install() -> None:
    """And data is served all the same."""
    site = Served('it is not here: pip install <it>')
    answer = ask(site.port, '/')
    text = answer.read().decode()
    assert answer.status == 503
    assert 'pip install &lt;it&gt;' in text
    assert f'<pre>rerun &quot;http://127.0.0.1:{site.port}/stream.rrd?token=…&quot;' in text
    assert ask(site.port, '/viewer/1/widget.js').status == 404
    assert len(chunks_of(ask(site.port, f'/stream.rrd?token={TOKEN}').read())) == 2
    site.listener.stop(0.0)
