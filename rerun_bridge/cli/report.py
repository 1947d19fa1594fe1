"""The final report of a conversion: what became of every topic, what is missing, one last line."""

from __future__ import annotations

from collections.abc import Sequence

from rerun_bridge.cli.quantities import byte_text, count_text, duration_text
from rerun_bridge.cli.table import Column, Row, table_lines
from rerun_bridge.cli.terminal import Paint, printable, wrapped
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.messages import Channel
from rerun_bridge.sources.base import Loss
from rerun_bridge.stats import ChannelStats

__all__ = ['loss_lines', 'loss_summary', 'missing_lines', 'summary_line', 'topic_lines']

COLUMNS = (
    Column('topic', least=16),
    Column('type', least=14),
    Column('messages', right=True),
    Column('drawn as', least=10),
)
MOST_LOSSES = 20
MOST_MISSING = 1000
MOST_TOPICS = 6


def topic_lines(report: ConversionReport, paint: Paint, width: int | None) -> list[str]:
    """Return the table of topics."""
    rows = [_stats_row(stats) for stats in report.stats]
    rows += [_foreign_row(channel) for channel in report.foreign]
    lines = table_lines(COLUMNS, rows, paint, width) if rows else []
    if report.silent:
        topics = _some([channel.topic for channel in report.silent], MOST_TOPICS)
        lines.append(paint(printable(f'without messages: {topics}'), 'dim'))
    return lines


def _stats_row(stats: ChannelStats) -> Row:
    channel = stats.channel
    notes = []
    if stats.entity_path.strip('/') != channel.topic.strip('/'):
        notes.append((f'-> {stats.entity_path}', 'dim'))
    if stats.thinned:
        notes.append((f'{stats.thinned:,} of them left out: max_hz', 'dim'))
    notes += [(f'{count:,} lost: {reason}', 'red') for reason, count in stats.losses.items()]
    for reason, count in stats.notes.items():
        whole = count in (0, stats.messages - stats.thinned)
        notes.append((reason if whole else f'{count:,} of them: {reason}', 'yellow'))
    cells = (channel.topic, channel.type_name, f'{stats.messages:,}', stats.drawn_as)
    return Row(cells, tuple(notes))


def _foreign_row(channel: Channel) -> Row:
    count = '' if channel.message_count is None else f'{channel.message_count:,}'
    note = _foreign_text(channel), 'red'
    return Row((channel.topic, channel.type_name, count, 'skipped'), (note,))


def loss_lines(losses: Sequence[Loss], paint: Paint, width: int | None = None) -> list[str]:
    """Return a line for each place of the source that could not be read, more in a terminal."""
    texts = [_loss_text(loss) for loss in losses[:MOST_LOSSES]]
    lines = [paint(line, 'red') for text in texts for line in wrapped(text, width)]
    if len(losses) > MOST_LOSSES:
        lines.append(paint(f'… and {len(losses) - MOST_LOSSES:,} more', 'red'))
    return lines


def missing_lines(report: ConversionReport) -> list[str]:
    """Return everything that is missing, a line each: what the recording says of itself."""
    lines = [
        f'{stats.channel.topic}: {count:,} lost: {reason}'
        for stats in report.stats
        for reason, count in stats.losses.items()
    ]
    lines += [f'{channel.topic}: {_foreign_text(channel)}' for channel in report.foreign]
    lines += [_loss_text(loss) for loss in report.losses[:MOST_MISSING]]
    if report.interrupted:
        lines.append('interrupted: the rest of the bag')
    return lines


def _foreign_text(channel: Channel) -> str:
    return f'not ROS, its messages are {channel.encoding or "of an unnamed kind"}'


def _loss_text(loss: Loss) -> str:
    facts = [] if loss.messages is None else [count_text(loss.messages, 'message')]
    if loss.topics:
        facts.append(_some(loss.topics, MOST_TOPICS))
    return f'{loss.where}: {loss.reason}' + (f' ({": ".join(facts)})' if facts else '')


def _some(topics: Sequence[str], most: int) -> str:
    """Return the first names of a list, and how many more there are."""
    more = len(topics) - most
    return ', '.join(topics[:most]) + (f' and {more} more' if more > 0 else '')


def summary_line(
    report: ConversionReport, target: str, size_bytes: int | None, seconds: float
) -> str:
    """
    Return the last line of a clean run.

    :param size_bytes: of the file; None where there is none.
    """
    facts = [] if size_bytes is None else [byte_text(size_bytes)]
    facts += [
        f'{count_text(report.messages, "message")} of {count_text(len(report.stats), "topic")}',
        duration_text(seconds),
    ]
    return f'{printable(target)}: {", ".join(facts)}'


def loss_summary(report: ConversionReport) -> str:
    """Return what is missing, in one line; empty where nothing is."""
    facts = []
    if report.interrupted:
        facts.append('interrupted, the rest of the bag is not in the file')
    if report.lost_messages:
        facts.append(
            f'{count_text(report.lost_messages, "message")} could not be decoded or drawn'
        )
    if report.losses:
        facts.append(f'{count_text(len(report.losses), "place")} of the bag could not be read')
    if report.foreign:
        facts.append(f'{count_text(len(report.foreign), "topic")} skipped')
    return '; '.join(facts)
