"""Where a live session goes: viewers, browsers and files, each imported when asked for."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path

from rerun_bridge.cli.terminal import say
from rerun_bridge.config.settings import ViewerSettings
from rerun_bridge.errors import ConfigError, SinkError
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.sinks import FileSink, LogSink

__all__ = ['next_file', 'open_sinks', 'viewers', 'watch_of']


def viewers(args: Namespace, settings: ViewerSettings) -> ViewerSettings:
    """
    Return where to send to: what the command line says, else the configuration.

    :raises ConfigError: two viewers are asked for.
    """
    if args.spawn and args.connect is not None:
        raise ConfigError('--spawn and --connect: one viewer at a time, please')
    if args.spawn or args.connect is not None:
        mode = 'spawn' if args.spawn else 'connect'
        settings = replace(settings, mode=mode, addr=args.connect or settings.addr)
    elif args.serve:
        settings = replace(settings, mode='serve')
    elif args.save:
        settings = replace(settings, mode='none')
    return replace(settings, save=args.save or settings.save, serve=args.serve or settings.serve)


def open_sinks(settings: ViewerSettings, *, force: bool) -> Sequence[LogSink]:
    """
    Open all that is asked for.

    :param force: whether a file that is there is replaced.
    :raises ConfigError: nothing is asked for, or a file is there already.
    :raises SinkError: something cannot be opened.
    """
    sinks: list[LogSink] = []
    try:
        if settings.save:
            sinks.append(_file(Path(settings.save), force))
        if settings.mode != 'none':
            sinks.append(_viewer(settings))
        if settings.serve and settings.mode != 'serve':
            sinks.append(_viewer(replace(settings, mode='serve')))
    except BaseException:
        for sink in sinks:
            sink.close()
        raise
    if not sinks:
        raise ConfigError('nowhere to go: --spawn, --connect, --serve or --save')
    return sinks


def watch_of(settings: ViewerSettings, sinks: Sequence[LogSink]) -> Callable[[], bool] | None:
    """
    Return what tells whether anybody looks; None where that cannot be said, or all is kept.

    :param sinks: what :func:`open_sinks` has opened.
    """
    followers = [getattr(sink, 'followers', None) for sink in sinks]
    if settings.backlog_bytes or None in followers:
        return None
    return lambda: any(getattr(sink, 'followers', 0) for sink in sinks)


def next_file(sinks: Sequence[LogSink], target: Path) -> Sequence[LogSink]:
    """
    Return the sinks with the next free file: ``walk.1.rrd`` after ``walk.rrd``.

    :param sinks: what :func:`open_sinks` has opened.
    :raises SinkError: it cannot be opened.
    """
    numbered = (target.with_name(f'{target.stem}.{n}{target.suffix}') for n in count(1))
    free = next(path for path in numbered if not path.exists())
    return [FileSink(free) if isinstance(sink, FileSink) else sink for sink in sinks]


def _file(target: Path, force: bool) -> LogSink:
    if target.is_file() and not force:
        raise ConfigError(f'{target} is there already; --force replaces it')
    target.parent.mkdir(parents=True, exist_ok=True)
    return FileSink(target)


def _viewer(settings: ViewerSettings) -> LogSink:
    try:
        if settings.mode == 'serve':
            sink = import_module('rerun_bridge.sdk.sinks.server').ServerSink(
                settings.web_port,
                settings.ws_port,
                open_browser=settings.open_browser,
                memory_limit=settings.backlog_bytes,
            )
            say(f'in a browser: {sink.url}', sys.stderr)
        else:
            addr = settings.addr or f'127.0.0.1:{settings.port}'
            if settings.mode == 'spawn':
                addr = import_module('rerun_bridge.sdk.viewer').spawn_viewer(port=settings.port)
            sink = import_module('rerun_bridge.sdk.sinks.live').StreamSink(addr)
    except ImportError as error:
        raise SinkError(f'viewer mode {settings.mode!r} cannot be used here: {error}') from error
    opened: LogSink = sink
    return opened
