"""The sink that serves: a page for browsers, WebSockets for it, a stream for viewers."""

from __future__ import annotations

import threading
import time
import webbrowser
from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import quote

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.server.access import Access
from rerun_bridge.sdk.sinks.server.http import Site
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.listener import Listener
from rerun_bridge.sdk.sinks.server.memory_limit import memory_limit_bytes
from rerun_bridge.sdk.web.viewer_code import ViewerCode, find_viewer_code

if TYPE_CHECKING:
    from rerun_bridge.sdk.sinks.server.native_grpc import NativeGrpc

__all__ = ['DEFAULT_MEMORY_LIMIT', 'DEFAULT_WEB_PORT', 'DEFAULT_WS_PORT', 'ServerSink']

DEFAULT_WEB_PORT = 9090
DEFAULT_WS_PORT = 9877
DEFAULT_MEMORY_LIMIT = 1024 * 1024 * 1024
LEAST_MEMORY_LIMIT = 16 * 1024 * 1024
"""With less, those who follow would be too slow whenever much is logged at once."""

_LINGER_SECONDS = 2.0


class ServerSink:
    """
    Serves what is logged to any number of browsers and viewers, and to those that come later.

    The page at :attr:`url` is public, but shows data only with the token that the link carries.
    Rerun's own viewer is started with ``rerun`` and :attr:`stream_url`, or :attr:`grpc_url`.

    :param web_port: for pages and streams; 0 is any that is free.
    :param ws_port: for WebSockets; likewise.
    :param host: the address to listen on; only this machine reaches the default, ``0.0.0.0`` is
        for all of the network.
    :param open_browser: show the page at once.
    :param memory_limit: how much is kept for those that come later: bytes, or a share of the
        machine's memory like ``'25%'``; at least 16 MiB. Of what is static the newest is kept,
        and of the rest what was logged last.
    :param token: what the link carries; random where not given.
    :param grpc_port: for viewers that connect by ``rerun+http://…/proxy``; they send no token, so
        it is not listened to unless it is given. Needs grpcio.
    :param map_tiles: let the page fetch map tiles from the internet; else it fetches nothing.
    :raises SinkError: a port is taken, or grpcio is missing.
    """

    is_live = True

    def __init__(
        self,
        web_port: int = DEFAULT_WEB_PORT,
        ws_port: int = DEFAULT_WS_PORT,
        *,
        host: str = '127.0.0.1',
        open_browser: bool = True,
        memory_limit: int | str = DEFAULT_MEMORY_LIMIT,
        token: str | None = None,
        grpc_port: int | None = None,
        map_tiles: bool = False,
    ) -> None:
        limit = max(memory_limit_bytes(memory_limit), LEAST_MEMORY_LIMIT)
        # Numbers go on from those of a server before, which a page may still have in mind.
        self._hub = Hub(limit, first=time.time_ns() // 1000)
        access = Access(host, token)
        with ExitStack() as opened:  # what is, until one cannot be
            web = Listener(host, web_port, 'web_port')
            opened.callback(web.server_close)
            ws = Listener(host, ws_port, 'ws_port')
            opened.callback(ws.server_close)
            grpc = None if grpc_port is None else _native_grpc(self._hub, host, grpc_port)
            opened.pop_all()
        self._listeners = (web, ws) if grpc is None else (web, ws, grpc)
        self.token = access.token
        self.web_port, self.ws_port = web.port, ws.port
        shown = f'[{access.shown_host}]' if ':' in access.shown_host else access.shown_host
        place, asked = f'http://{shown}:{web.port}', f'token={quote(access.token, safe="")}'
        self.url = f'{place}/#{asked}'
        """What to open in a browser."""
        self.stream_url = f'{place}/stream.rrd?{asked}'
        """What to open in Rerun's own viewer."""
        self.grpc_url = None if grpc is None else f'rerun+http://{shown}:{grpc.port}/proxy'
        """What to connect it to."""
        site = Site(access, self._hub, _code(), ws.port, not map_tiles)
        for listener in (web, ws):
            listener.start(site)
        if open_browser:
            # A browser for terminals keeps its caller waiting.
            threading.Thread(target=webbrowser.open, args=(self.url,), daemon=True).start()

    @property
    def followers(self) -> int:
        """How many browsers and viewers follow what is logged now."""
        return sum(listener.followers for listener in self._listeners)

    def send(self, msg: LogMsg) -> None:
        """Keep a message and wake those who wait for it; never waits for them."""
        self._hub.publish(msg)

    def flush(self, timeout: float) -> bool:
        """Return at once: everything is where whoever asks gets it."""
        return True

    def close(self) -> None:
        """Give connected clients a moment to take the rest, then hang up; idempotent."""
        if self._hub.is_closed:
            return
        self._hub.close()
        end = time.monotonic() + _LINGER_SECONDS
        for listener in self._listeners:
            listener.stop(max(0.0, end - time.monotonic()))


def _native_grpc(hub: Hub, host: str, port: int) -> NativeGrpc:
    # Its library takes long to load, and few need it.
    module = import_module('rerun_bridge.sdk.sinks.server.native_grpc')
    grpc: NativeGrpc = module.NativeGrpc(hub, host, port, 'grpc_port')
    return grpc


def _code() -> ViewerCode | str:
    try:
        return find_viewer_code()
    except SinkError as error:
        return str(error)
