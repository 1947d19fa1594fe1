"""A server of the viewer's code."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.sinks.server.viewer_host import viewer_host_url
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.support.sockets import SOON
from test.support.viewer import WIDGET, small_viewer


def test_the_code_is_served_by_one_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages ask for it."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_viewer(tmp_path)))
    url = viewer_host_url()
    assert viewer_host_url() == url
    with urllib.request.urlopen(url, timeout=SOON) as answer:
        assert answer.read().decode() == WIDGET
        assert answer.headers['Access-Control-Allow-Origin'] == '*'


def test_without_the_code_there_is_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But an error that says what is missing."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(SinkError, match='no web viewer here'):
        viewer_host_url()
