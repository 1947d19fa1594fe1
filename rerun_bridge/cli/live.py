"""``rerun-bridge live``: a running graph goes to viewers and files until it is told to stop."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from rerun_bridge.cli.configuration import live_configured
from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.graphs import nobody_text, open_graph
from rerun_bridge.cli.inputs import definition_lookup
from rerun_bridge.cli.interruption import Interruption
from rerun_bridge.cli.live_line import LiveLine
from rerun_bridge.cli.live_recordings import open_recordings
from rerun_bridge.cli.live_sinks import viewers
from rerun_bridge.cli.reloading import Reloading
from rerun_bridge.cli.report import loss_lines, topic_lines
from rerun_bridge.cli.terminal import Paint, printable, say, say_error, width_of
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.live import NOBODY, GraphChange, LiveSession, LiveStatus
from rerun_bridge.sources.definition_lookup import installed_interfaces

__all__ = ['run']

NS_PER_S = 1_000_000_000


def run(args: Namespace) -> ExitCode:
    """Forward until a signal comes, and return the exit code."""
    config = live_configured(args)
    target = viewers(args, config.viewer)
    with Interruption() as interruption, open_graph(args.source, config.live) as source:
        recordings, is_watched = open_recordings(config, target, force=args.force)
        try:
            session = LiveSession(
                source,
                recordings.begin(),
                config.live_topics,
                config.frames,
                definition_lookup(args.definitions, installed_interfaces()),
                config.live,
                is_watched=is_watched,
                renew=recordings.begin,
            )
            report = _forward(session, args, interruption)
        finally:
            recordings.close()
    _tell(report, quiet=args.quiet)
    return ExitCode.LOSSES if target.save and not report.clean else ExitCode.CLEAN


def _forward(
    session: LiveSession, args: Namespace, interruption: Interruption
) -> ConversionReport:
    """Run a session, and tell what happens; with another configuration when that is wished."""
    line = LiveLine(sys.stderr, quiet=args.quiet)
    end_s = time.monotonic() + args.duration / NS_PER_S if args.duration else None

    def reload() -> None:
        line.clear()
        changed = live_configured(args)
        session.change_rules(changed.live_topics, changed.frames)
        if not args.quiet:
            say('new rules', sys.stderr)

    def on_status(status: LiveStatus) -> None:
        line.update(status)
        reloading.act()

    with Reloading(reload) as reloading:
        try:
            return session.run(
                lambda: interruption.wished or _is_past(end_s),
                lambda change: _tell_change(change, args, line),
                on_status,
            )
        finally:
            line.clear()


def _is_past(end_s: float | None) -> bool:
    return end_s is not None and time.monotonic() >= end_s


def _tell_change(change: GraphChange, args: Namespace, line: LiveLine) -> None:
    line.clear()
    if change.what == NOBODY:
        place = 'this domain' if args.domain is None else f'domain {args.domain}'
        say_error(f'{nobody_text(place)} Waiting.', 'warning')
    elif change.is_warning:
        say_error(f'{change.topic}: {change.what}'.removeprefix(': '), 'warning')
    elif not args.quiet:
        paint = Paint(sys.stderr)
        say(paint(printable(str(change)), 'dim'), sys.stderr)


def _tell(report: ConversionReport, *, quiet: bool) -> None:
    if not quiet:
        for text in topic_lines(report, Paint(sys.stdout), width_of(sys.stdout)):
            say(text, sys.stdout)
    for text in loss_lines(report.losses, Paint(sys.stderr)):
        say(text, sys.stderr)
    if report.lost_messages:
        say_error(f'{report.lost_messages:,} messages could not be decoded or drawn', 'warning')
