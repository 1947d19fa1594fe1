"""The server's requests: pages and code for everyone, recordings for who has the token."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from rerun_bridge.sdk.sinks import grpc_web
from rerun_bridge.sdk.sinks.server.access import Access, host_of, is_near
from rerun_bridge.sdk.sinks.server.hub import End, Hub, Place
from rerun_bridge.sdk.sinks.server.streams import send_file, send_responses, send_web_socket
from rerun_bridge.sdk.sinks.server.web_socket import accept_key
from rerun_bridge.sdk.sinks.wire import Wire
from rerun_bridge.sdk.web import pages
from rerun_bridge.sdk.web.viewer_code import SCRIPT, WASM, ViewerCode

if TYPE_CHECKING:
    from rerun_bridge.sdk.sinks.server.listener import Listener

__all__ = ['RequestHandler', 'Site', 'viewer_path']

_HTML, _SCRIPT = 'text/html; charset=utf-8', 'text/javascript; charset=utf-8'
_FILES = {'page.css': 'text/css; charset=utf-8', 'icon.svg': 'image/svg+xml'}
_REQUEST_SECONDS = 10.0
_LONGEST_BODY = 64 * 1024
_LONGEST_NUMBER = 20
_logger = logging.getLogger(__name__)


class Site(NamedTuple):
    """
    What is served.

    :param code: the viewer; where there is none, why.
    :param is_offline: whether browsers are told to fetch nothing from elsewhere.
    """

    access: Access
    hub: Hub
    code: ViewerCode | str
    ws_port: int
    is_offline: bool = True


def viewer_path(code: ViewerCode) -> str:
    """Return where the viewer's script is; its WebAssembly is beside it."""
    return f'/viewer/{code.version}/{SCRIPT}'


class RequestHandler(BaseHTTPRequestHandler):
    """Answers one request, after which the connection ends."""

    protocol_version = 'HTTP/1.1'
    timeout = _REQUEST_SECONDS
    server: Listener

    def do_GET(self) -> None:
        """Answer a request for a page, code, or the recording."""
        if not self._is_for_us():
            return
        path = urlsplit(self.path).path
        if self.headers.get('Upgrade'):
            self._web_socket()
        elif path in ('/', '/index.html'):
            self._page()
        elif path.startswith('/page/'):
            self._file(path[len('/page/') :])
        elif path.startswith('/viewer/'):
            self._viewer_code(path.rpartition('/')[2])
        elif path == '/token':
            if self._is_admitted():
                self._answer(HTTPStatus.NO_CONTENT, b'', _HTML)
        elif path == '/stream.rrd':
            self._stream(send_file, 'application/octet-stream')
        else:
            self._say(HTTPStatus.NOT_FOUND, 'Nothing here', f'There is no `{path}`.')

    def do_POST(self) -> None:
        """Answer what Rerun's viewers ask over grpc-web."""
        if not self._is_for_us():
            return
        if urlsplit(self.path).path != grpc_web.READ_MESSAGES:
            self._say(HTTPStatus.NOT_FOUND, 'Nothing here', 'This server is only read from.')
            return
        self.rfile.read(min(_number(self.headers.get('Content-Length')), _LONGEST_BODY))
        self._stream(send_responses, grpc_web.CONTENT_TYPE)

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return 'rerun_bridge'

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: requests are no news."""

    # ---------------------------------------------------------------------------- who may

    def _is_for_us(self) -> bool:
        if self.server.site.access.knows(self.headers.get('Host')):
            return True
        host = self.headers.get('Host') or 'no name'
        self._say(
            HTTPStatus.MISDIRECTED_REQUEST,
            'Not the address of this server',
            f'It was called by the name of `{host}`, and answers only to its own, to `localhost` '
            'and to numeric addresses.',
        )
        return False

    def _is_admitted(self) -> bool:
        scheme, _, bearer = (self.headers.get('Authorization') or '').partition(' ')
        token = bearer.strip() if scheme.lower() == 'bearer' else self._asked('token')
        if self.server.site.access.admits(token):
            return True
        self._say(
            HTTPStatus.FORBIDDEN,
            'The token is missing or an old one',
            'Please use the link that the program printed, with all that comes after `token=`.',
        )
        return False

    def _asked(self, name: str) -> str | None:
        return parse_qs(urlsplit(self.path).query).get(name, [None])[-1]

    # ------------------------------------------------------------------------ for everyone

    def _page(self) -> None:
        site = self.server.site
        if isinstance(site.code, str):
            self._say(
                HTTPStatus.SERVICE_UNAVAILABLE,
                'The viewer is missing',
                f'The data is served, but {site.code}',
                'Without it, Rerun’s own viewer shows the data, with the token of your link:',
                f'`rerun "http://{self.headers["Host"]}/stream.rrd?token=…"`',
            )
            return
        page = pages.live_page(viewer_path(site.code), site.ws_port)
        self._answer(HTTPStatus.OK, page.encode(), _HTML)

    def _file(self, name: str) -> None:
        if name == 'live.js':
            self._answer(HTTPStatus.OK, pages.live_script().encode(), _SCRIPT)
        elif name in _FILES:
            self._answer(HTTPStatus.OK, pages.text_of(name).encode(), _FILES[name])
        else:
            self._say(HTTPStatus.NOT_FOUND, 'Nothing here')

    def _viewer_code(self, name: str) -> None:
        code = self.server.site.code
        if isinstance(code, str) or name not in (SCRIPT, WASM):
            self._say(HTTPStatus.NOT_FOUND, 'Nothing here')
            return
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-Type', _SCRIPT if name == SCRIPT else 'application/wasm')
        # Pages with a recording take the viewer from here, too; a new one has another address.
        self.send_header('Access-Control-Allow-Origin', '*')
        self.send_header('Cache-Control', 'public, max-age=31536000, immutable')
        self.send_header('Vary', 'Accept-Encoding, Host')
        size, pieces = code.size_of(name), code.pieces_of(name)
        if self._is_far() and 'gzip' in (self.headers.get('Accept-Encoding') or ''):
            packed = code.packed(name)
            size, pieces = len(packed), iter([packed])
            self.send_header('Content-Encoding', 'gzip')
        self.send_header('Content-Length', str(size))
        self._last_headers()
        self.end_headers()
        wire = Wire(self.connection)
        for piece in pieces:
            wire.send(piece)

    def _is_far(self) -> bool:
        """Tell whether the network is what takes time, and not to pack what goes over it."""
        return not is_near(host_of(self.headers.get('Host') or ''))

    # ------------------------------------------------------------- for who has the token

    def _stream(self, send: Callable[[Wire, Place], End | None], content_type: str) -> None:
        if not self._is_admitted():
            return
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-Type', content_type)
        self.send_header('Transfer-Encoding', 'chunked')
        self.send_header('Cache-Control', 'no-store')
        self._last_headers()
        self._follow(send)

    def _web_socket(self) -> None:
        if not self._is_admitted():
            return
        accepted = accept_key(self.headers)
        if accepted is None:
            self._say(HTTPStatus.BAD_REQUEST, 'Not a WebSocket', 'Version 13 is spoken here.')
            return
        self.send_response(HTTPStatus.SWITCHING_PROTOCOLS)
        self.send_header('Upgrade', 'websocket')
        self.send_header('Connection', 'Upgrade')
        self.send_header('Sec-WebSocket-Accept', accepted)
        self.close_connection = True
        self._follow(send_web_socket)

    def _follow(self, send: Callable[[Wire, Place], End | None]) -> None:
        place = self.server.site.hub.join(_number(self._asked('after')))
        with self.server.following():  # from before the answer, so who has it also gets the end
            self.end_headers()
            end = send(Wire(self.connection), place)
        if end is End.TOO_SLOW:
            _logger.warning('a client was too slow and is cut off: %s', self.client_address[0])

    # --------------------------------------------------------------------------- answers

    def _say(self, status: HTTPStatus, title: str, *paragraphs: str) -> None:
        self._answer(status, pages.message_page(title, *paragraphs).encode(), _HTML)

    def _answer(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        self.send_response(status)
        site, host = self.server.site, self.headers.get('Host') or ''
        policy = pages.live_policy(host_of(host), site.ws_port, is_offline=site.is_offline)
        self.send_header('Content-Security-Policy', policy)
        self.send_header('Content-Type', content_type)
        self.send_header('Content-Length', str(len(body)))
        self.send_header('Cache-Control', 'no-store')
        self._last_headers()
        self.end_headers()
        self.wfile.write(body)

    def _last_headers(self) -> None:
        self.send_header('X-Content-Type-Options', 'nosniff')
        self.send_header('Referrer-Policy', 'no-referrer')
        self.send_header('Connection', 'close')


def _number(text: str | None) -> int:
    """Return a number of a request, however malformed: what is none is 0."""
    return int(text) if text and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
