"""Where a session is told to go."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rerun_bridge.cli.arguments import new_parser
from rerun_bridge.cli.live_sinks import open_sinks, viewers
from rerun_bridge.config.settings import ViewerSettings
from rerun_bridge.errors import ConfigError, SinkError
from rerun_bridge.sdk.sinks import FileSink


def asked(*argv: str, settings: ViewerSettings | None = None) -> ViewerSettings:
    """Return where a command line leads to."""
    args = new_parser().parse_args(['live', *argv])
    return viewers(args, settings or ViewerSettings())


def test_one_viewer_and_a_file() -> None:
    """A file alone needs no viewer; without a word it is what the configuration says."""
    assert asked().mode == 'spawn'
    assert asked('--save', 'x.rrd')[:2] == ('none', None)
    assert asked('--save', 'x.rrd').save == 'x.rrd'
    assert asked('--serve', '--save', 'x.rrd').mode == 'serve'
    assert asked('--connect').mode == 'connect'
    assert asked('--connect').addr is None
    assert asked('--connect', '10.0.0.1:9', '--save', 'x').addr == '10.0.0.1:9'
    own = ViewerSettings(mode='serve', save='y.rrd')
    assert asked(settings=own) == own
    with pytest.raises(ConfigError, match='--spawn and --serve: one viewer at a time'):
        asked('--spawn', '--serve')


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
