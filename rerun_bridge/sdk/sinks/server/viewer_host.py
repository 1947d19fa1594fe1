"""A server of nothing but the viewer's code, for pages that carry their recording."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rerun_bridge.sdk.sinks.server.access import Access
from rerun_bridge.sdk.sinks.server.http import Site, viewer_path
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.listener import Listener
from rerun_bridge.sdk.web.viewer_code import ViewerCode, find_viewer_code

__all__ = ['viewer_host_url']

_HOST = '127.0.0.1'


def viewer_host_url() -> str:
    """
    Return where the viewer's code is served, from now on for as long as this program runs.

    :raises SinkError: it is not installed.
    """
    code = find_viewer_code()
    return f'http://{_HOST}:{_start(code.folder).port}{viewer_path(code)}'


@cache
def _start(folder: Path) -> Listener:
    listener = Listener(_HOST, 0, '')
    listener.start(Site(Access(_HOST), Hub(0), ViewerCode(folder), listener.port))
    return listener
