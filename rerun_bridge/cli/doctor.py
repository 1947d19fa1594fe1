"""``rerun-bridge doctor``: why a topic is not shown, and what to do about it."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from rerun_bridge.cli.configuration import live_configured
from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.graphs import nobody_text, open_graph
from rerun_bridge.cli.inputs import definition_lookup
from rerun_bridge.cli.interruption import Interruption
from rerun_bridge.cli.quantities import count_text
from rerun_bridge.cli.terminal import Paint, printable, say, say_error, width_of
from rerun_bridge.config import Config
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.errors import SinkError
from rerun_bridge.live import LiveSession
from rerun_bridge.live.diagnosis import Evidence, Finding, Machine, examine
from rerun_bridge.live.witness import Witness
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.viewer import find_viewer
from rerun_bridge.sources.base import LiveSource
from rerun_bridge.sources.definition_lookup import installed_interfaces

__all__ = ['run']

NS_PER_S = 1_000_000_000
RECEIVE_LIMIT = Path('/proc/sys/net/core/rmem_max')
VERSION = re.compile(r'(\d+)\.(\d+)\.(\d+)')
VERSION_LIMIT_S = 10.0
MANY = 3
"""So many topics with one and the same finding are told together."""


def run(args: Namespace) -> ExitCode:
    """Look for a while, say what was found, and return the exit code: 3 where there is a fault."""
    config = live_configured(args)
    witness = Witness()
    with Interruption() as interruption, open_graph(args.source, config.live) as source:
        session = LiveSession(
            source,
            witness,
            config.live_topics,
            config.frames,
            definition_lookup(args.definitions, installed_interfaces()),
            replace(config.live, statistics=False),
        )
        begin_s, end_s = time.monotonic(), time.monotonic() + args.wait / NS_PER_S
        report = session.run(
            lambda: interruption.wished or time.monotonic() >= end_s,
            lambda change: None,
            lambda status: None,
        )
        seconds = time.monotonic() - begin_s
        place = 'this domain' if args.domain is None else f'domain {args.domain}'
        if not source.others():
            say_error(nobody_text(place))
            return ExitCode.FAILED
        evidence = _evidence(source, session, report, witness, seconds)
        others = source.others()
    return _tell(args, config, evidence, f'{place}: {others} other process{"es" * (others != 1)}')


def _evidence(
    source: LiveSource,
    session: LiveSession,
    report: ConversionReport,
    witness: Witness,
    seconds: float,
) -> Evidence:
    seen = {
        stats.channel.topic: witness.seen(EntityPath.parse(stats.entity_path).parts)
        for stats in report.stats
    }
    return Evidence(
        source.topics(),
        seconds,
        report.stats,
        report.losses,
        {topic: each.frames for topic, each in seen.items()},
        {topic: each.ahead_ns for topic, each in seen.items() if each.ahead_ns is not None},
        session.frame_trees,
    )


def _machine() -> Machine:
    socket_bytes = None
    with suppress(OSError, ValueError):
        socket_bytes = int(RECEIVE_LIMIT.read_text())
    return Machine(socket_bytes, _viewer_version())


def _viewer_version() -> tuple[int, ...] | None:
    with suppress(SinkError, OSError, subprocess.SubprocessError):
        said = subprocess.run(
            [find_viewer(), '--version'], capture_output=True, text=True, timeout=VERSION_LIMIT_S
        )
        if found := VERSION.search(said.stdout):
            return tuple(map(int, found.groups()))
    return None


def _tell(args: Namespace, config: Config, evidence: Evidence, place: str) -> ExitCode:
    machine = _machine()
    found = examine(args.topic, evidence, config.live_topics, config.live, machine)
    paint, width = Paint(sys.stdout), width_of(sys.stdout) or 100
    topics = {each.topic for each in evidence.published}
    heard = {stats.channel.topic for stats in evidence.stats}
    say(
        f'{place}, {count_text(len(topics), "topic")}, of which {len(heard)} sent something in '
        f'{evidence.seconds:.0f} s',
        sys.stdout,
    )
    types = {each.topic: each.type_name for each in evidence.published}
    alike, apart = _shared(found)
    for topic, findings in groupby(apart, lambda finding: finding.topic):
        name = paint(printable(topic or 'this machine'), 'bold')
        say(f'\n{name}  {paint(types.get(topic, ""), "dim")}'.rstrip(), sys.stdout)
        for line in _lines(list(findings), paint, width):
            say(line, sys.stdout)
    for names in alike:
        say(paint(f'\n{len(names)} topics', 'bold'), sys.stdout)
        listed = ', '.join(finding.topic for finding in names)
        for line in [*_wrapped(listed, '  ', width), *_lines(names[:1], paint, width)]:
            say(line, sys.stdout)
    for topic in args.topic:
        if topic not in {each.topic for each in found}:
            say(f'\n{paint(printable(topic), "bold")}\n  nothing is wrong with it', sys.stdout)
    has_fault = any(finding.is_fault for finding in found)
    if not has_fault and not args.topic:
        say('\nnothing is wrong', sys.stdout)
    return ExitCode.LOSSES if has_fault else ExitCode.CLEAN


def _shared(found: Sequence[Finding]) -> tuple[list[list[Finding]], list[Finding]]:
    """Return findings that many topics share, together, and the others."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding[1:], []).append(finding)
    alike = [group for group in groups.values() if len(group) >= MANY]
    return alike, [each for each in found if len(groups[each[1:]]) < MANY]


def _lines(findings: Sequence[Finding], paint: Paint, width: int) -> list[str]:
    lines = []
    for finding in findings:
        look = 'red' if finding.is_fault else 'yellow'
        lines += [paint(line, look) for line in _wrapped(finding.what, '  ', width)]
        lines += _wrapped(finding.fix, '  → ', width)
    return lines


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=lead,
        subsequent_indent=' ' * len(lead),
        break_on_hyphens=False,
    )
