"""Where a session is told to go."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

import pytest

from rerun_bridge.cli.arguments import new_parser
from rerun_bridge.cli.live_sinks import next_file, open_sinks, viewers, watch_of
from rerun_bridge.config.settings import ViewerSettings
from rerun_bridge.errors import ConfigError, SinkError
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.sinks import FileSink, MemorySink
from rerun_bridge.sdk.sinks.live import StreamSink
from rerun_bridge.sdk.sinks.server import ServerSink
from test.support.dds_reading import eventually


def asked(*argv: str, settings: ViewerSettings | None = None) -> ViewerSettings:
    """Return where a command line leads to."""
    args = new_parser().parse_args(['live', *argv])
    return viewers(args, settings or ViewerSettings())


def test_one_viewer_and_a_file() -> None:
    """A file alone needs no viewer; without a word it is what the configuration says."""
    assert asked().mode == 'spawn'
    assert asked('--save', 'x.rrd') == ViewerSettings(mode='none', save='x.rrd')
    assert asked('--serve', '--save', 'x.rrd').mode == 'serve'
    assert asked('--connect').mode == 'connect'
    assert asked('--connect').addr is None
    assert asked('--connect', '10.0.0.1:9', '--save', 'x').addr == '10.0.0.1:9'
    own = ViewerSettings(mode='serve', save='y.rrd')
    assert asked(settings=own) == own
    with pytest.raises(ConfigError, match='--spawn and --connect: one viewer at a time'):
        asked('--spawn', '--connect')


def test_a_page_beside_a_viewer(tmp_path: Path) -> None:
    """And a file beside both."""
    path = tmp_path / 'x.rrd'
    settings = asked('--connect', '127.0.0.1:1', '--serve', '--save', str(path))
    assert (settings.mode, settings.serve) == ('connect', True)
    own = replace(settings, web_port=0, ws_port=0, open_browser=False)
    sinks = open_sinks(own, force=False)
    assert [type(sink) for sink in sinks] == [FileSink, StreamSink, ServerSink]
    for sink in sinks:
        sink.close()


def test_whether_anybody_looks() -> None:
    """Can be said of a page that keeps nothing, and of nothing else."""
    page = ServerSink(0, 0, open_browser=False)
    lazy = ViewerSettings(mode='serve', backlog_bytes=0)
    watched = watch_of(lazy, [page])
    assert watched is not None
    assert not watched()
    place = f'http://127.0.0.1:{page.web_port}/stream.rrd?token={page.token}'
    with urllib.request.urlopen(place):
        assert eventually(watched)
    assert eventually(lambda: not watched())
    assert watch_of(ViewerSettings(mode='serve'), [page]) is None
    assert watch_of(lazy, [page, MemorySink()]) is None
    page.close()


def test_the_next_file(tmp_path: Path) -> None:
    """The first number that is free; other sinks stay."""
    (tmp_path / 'x.1.rrd').write_text('there')
    first, other = FileSink(tmp_path / 'x.rrd'), MemorySink()
    second, same = next_file([first, other], tmp_path / 'x.rrd')
    assert same is other
    for sink in (first, second):
        sink.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ['x.1.rrd', 'x.2.rrd', 'x.rrd']


def test_a_file_is_not_replaced_by_mistake(tmp_path: Path) -> None:
    """--force does; folders are made."""
    target = tmp_path / 'new' / 'x.rrd'
    settings = ViewerSettings(mode='none', save=str(target))
    for force in (False, True):
        (sink,) = open_sinks(settings, force=force)
        assert isinstance(sink, FileSink)
        sink.close()
    with pytest.raises(ConfigError, match='is there already; --force replaces it'):
        open_sinks(settings, force=False)


def test_nowhere_is_no_place() -> None:
    """The flags are named."""
    with pytest.raises(ConfigError, match='--save'):
        open_sinks(ViewerSettings(mode='none'), force=False)


def test_a_viewer_that_cannot_be_used_here_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the file that was opened before is closed."""
    monkeypatch.setitem(sys.modules, 'rerun_bridge.sdk.sinks.live', None)
    settings = ViewerSettings(mode='connect', save=str(tmp_path / 'x.rrd'))
    with pytest.raises(SinkError, match="viewer mode 'connect' cannot be used here"):
        open_sinks(settings, force=False)
