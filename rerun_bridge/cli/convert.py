"""``rerun-bridge convert``: bags become recordings."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from rerun_bridge.cli.configuration import configured
from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.inputs import definition_lookup, first_log_time_ns, open_readable
from rerun_bridge.cli.interruption import Interruption
from rerun_bridge.cli.progress import progress_view
from rerun_bridge.cli.report import (
    loss_lines,
    loss_summary,
    missing_lines,
    summary_line,
    topic_lines,
)
from rerun_bridge.cli.targets import Job, plan_jobs, written_whole
from rerun_bridge.cli.terminal import Paint, say, say_error, width_of
from rerun_bridge.cli.time_point import TimePoint, time_range_ns
from rerun_bridge.config import Config
from rerun_bridge.conversion import ConversionReport, convert
from rerun_bridge.default_layout import SeenEntities, default_layout
from rerun_bridge.errors import BridgeError, ConfigError
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sources.base import Source
from rerun_bridge.sources.definition_lookup import DefinitionLookup

__all__ = ['run']


@dataclass(frozen=True)
class Order:
    """What the user wants of every job."""

    config: Config
    start: TimePoint | None
    end: TimePoint | None
    duration_ns: int | None
    quiet: bool
    compress: bool

    @property
    def is_relative(self) -> bool:
        """Whether its times count from the start of the bag."""
        points = [point for point in (self.start, self.end) if point is not None]
        from_start = self.duration_ns is not None and self.start is None
        return from_start or any(point.since_start for point in points)


@dataclass(frozen=True)
class Outcome:
    """
    How a job ended.

    :param failed: inputs that gave nothing.
    :param report: None where nothing was written.
    """

    failed: int = 0
    report: ConversionReport | None = None


def run(args: Namespace) -> ExitCode:
    """Convert, and return the exit code."""
    jobs = plan_jobs([Path(bag) for bag in args.bags], args.output, force=args.force)
    if jobs[0].target is None and sys.stdout.isatty():
        raise ConfigError(
            'a recording is no text for a terminal; redirect stdout, or use -o FILE.rrd'
        )
    _refuse_empty_range(args.start, args.end)
    order = Order(configured(args), args.start, args.end, args.duration, args.quiet, args.compress)
    lookup = definition_lookup(args.definitions)
    outcomes = []
    with Interruption() as interruption:
        for job in jobs:
            if interruption.wished:
                break
            outcomes.append(_run_job(job, order, lookup, interruption))
    if not any(outcome.report for outcome in outcomes):
        return ExitCode.FAILED
    if left := len(jobs) - len(outcomes):
        say_error(f'interrupted, {left} of {len(jobs)} bags not begun', 'warning')
    clean = not left and all(
        outcome.report and outcome.report.clean and not outcome.failed for outcome in outcomes
    )
    return ExitCode.CLEAN if clean else ExitCode.LOSSES


def _refuse_empty_range(start: TimePoint | None, end: TimePoint | None) -> None:
    """Refuse times that no message can be between, as far as that shows without a bag."""
    if start is None or end is None or start.since_start != end.since_start:
        return
    if end.ns <= start.ns:
        raise ConfigError('--end is not after --start')


def _run_job(
    job: Job, order: Order, lookup: DefinitionLookup | None, interruption: Interruption
) -> Outcome:
    """Make one recording; what goes wrong is told here, and costs this recording only."""
    source, failed = open_readable(job.bags, lookup)
    if source is None:
        return Outcome(failed)
    start_s = time.monotonic()
    try:
        with source:
            if job.target is None:
                report = _write(source, job, '-', order, interruption)
            else:
                with written_whole(job.target) as path:
                    report = _write(source, job, path, order, interruption)
    except (BridgeError, OSError) as error:
        say_error(str(error))
        return Outcome(failed + 1)
    _tell(job, report, order, time.monotonic() - start_s)
    return Outcome(failed, report)


def _write(
    source: Source, job: Job, where: Path | str, order: Order, interruption: Interruption
) -> ConversionReport:
    """Convert a source into a file or stream, showing how far it has come."""
    bag_start_ns = 0
    if order.is_relative:
        bag_start_ns = first_log_time_ns(job.bags)
    start_ns, end_ns = time_range_ns(order.start, order.end, order.duration_ns, bag_start_ns)
    settings = order.config.recording
    recording = RecordingStream(
        settings.application_id or job.name,
        recording_id=settings.recording_id,
        recording_name=settings.name or job.name,
        compress=settings.compress or order.compress,
        direct=True,
    )
    view = progress_view(sys.stderr, job.name, quiet=order.quiet)
    try:
        recording.set_sinks(FileSink(where))
        seen = SeenEntities(recording)
        report = convert(
            source,
            seen,
            order.config.topics,
            order.config.frames,
            start_ns=start_ns,
            end_ns=end_ns,
            on_progress=view.update,
            stopped=lambda: interruption.wished,
        )
        _finish(recording, report, seen, with_layout=settings.layout)
        return report
    finally:
        recording.close()
        view.clear()


def _finish(
    recording: RecordingStream, report: ConversionReport, seen: SeenEntities, *, with_layout: bool
) -> None:
    """Say in the recording what is missing of it and how it is laid out."""
    topics = [EntityPath.parse(stats.entity_path) for stats in report.stats]
    for topic, stats in zip(topics, report.stats):
        if pictures := seen.pictures(topic):
            stats.drawn_as = ', '.join(pictures)
    if lines := missing_lines(report):
        from rerun_bridge.sdk.archetypes.any_values import AnyValues  # seldom needed

        recording.send_property('missing', AnyValues(text=lines))
    layout = default_layout(seen.archetypes, topics) if with_layout else None
    if layout is not None:  # whoever has made a layout of their own keeps it
        recording.send_blueprint(layout, make_active=False)


def _tell(job: Job, report: ConversionReport, order: Order, seconds: float) -> None:
    """Print what became of the job; to stderr where the recording itself goes to stdout."""
    stream = sys.stderr if job.target is None else sys.stdout
    paint = Paint(stream)
    if not order.quiet:
        for line in topic_lines(report, paint, width_of(stream)):
            say(line, stream)
        target = job.target
        size_bytes = target.stat().st_size if target is not None and target.is_file() else None
        say('', stream)
        say(summary_line(report, str(target or 'stdout'), size_bytes, seconds), stream)
    if not report.messages and not report.interrupted:
        say_error(f'{job.name}: holds no message that is wanted', 'warning')
    if not report.clean:
        for line in loss_lines(report.losses, Paint(sys.stderr), width_of(sys.stderr)):
            say(line, sys.stderr)
        say_error(f'{job.target or "stdout"}: {loss_summary(report)}', 'warning')
