"""``rerun-bridge info``: what is in bags, and what would be drawn of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.inputs import definition_lookup, open_readable
from rerun_bridge.cli.interruption import Interruption
from rerun_bridge.cli.progress import progress_view
from rerun_bridge.cli.quantities import byte_text, count_text, duration_text, hz_text, time_text
from rerun_bridge.cli.report import loss_lines
from rerun_bridge.cli.survey import ChannelSurvey, Survey, survey
from rerun_bridge.cli.table import Column, Row, table_lines
from rerun_bridge.cli.targets import bag_name
from rerun_bridge.cli.terminal import Paint, printable, say, say_error, width_of
from rerun_bridge.converters import find_converter
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.metadata import read_metadata

__all__ = ['run']

COLUMNS = (
    Column('topic', least=16),
    Column('type', least=14),
    Column('messages', right=True),
    Column('mean Hz', right=True),
    Column('would be drawn as', least=10),
)
NO_DEFINITION = 'no definition of the type, would be kept as raw bytes: --definitions DIR gives it'


def run(args: Namespace) -> ExitCode:
    """Print what is in each bag, and return the exit code."""
    lookup = definition_lookup(args.definitions)
    found = []
    with Interruption() as interruption:
        for bag in map(Path, args.bags):
            if interruption.wished:
                break
            found.append(_survey_bag(bag, lookup, interruption, check=args.check))
            if found[-1]:
                _print_survey(bag, found[-1])
    if not any(found):
        return ExitCode.FAILED
    whole = len(found) == len(args.bags) and all(each and _is_clean(each) for each in found)
    return ExitCode.CLEAN if whole else ExitCode.LOSSES


def _survey_bag(
    bag: Path, lookup: DefinitionLookup | None, interruption: Interruption, *, check: bool
) -> Survey | None:
    source, _ = open_readable([bag], lookup)
    if source is None:
        return None
    view = progress_view(sys.stderr, bag_name(bag), quiet=False)
    try:
        with source:
            return survey(source, view.update, lambda: interruption.wished, check=check)
    finally:
        view.clear()


def _is_foreign(each: ChannelSurvey) -> bool:
    return each.channel.encoding != 'cdr' and each.messages != 0


def _is_clean(found: Survey) -> bool:
    return not (found.losses or found.interrupted or any(map(_is_foreign, found.channels)))


def _print_survey(bag: Path, found: Survey) -> None:
    paint = Paint(sys.stdout)
    say(paint(printable(str(bag)), 'bold'), sys.stdout)
    for word, value in _facts(bag, found):
        say(f'  {word:<9} {value}', sys.stdout)
    say('', sys.stdout)
    rows = [_row(each, found.mean_hz(each)) for each in found.channels]
    for line in table_lines(COLUMNS, rows, paint, width_of(sys.stdout)):
        say(line, sys.stdout)
    for line in loss_lines(found.losses, Paint(sys.stderr), width_of(sys.stderr)):
        say(line, sys.stderr)
    if found.interrupted:
        say_error(f'{bag}: interrupted, counts and times are not whole', 'warning')
    say('', sys.stdout)


def _facts(bag: Path, found: Survey) -> list[tuple[str, str]]:
    files = [bag] if bag.is_file() else sorted(path for path in bag.iterdir() if path.is_file())
    kinds = {kind for file in files for kind in ('mcap', 'db3') if f'.{kind}' in file.name}
    size = sum(file.stat().st_size for file in files)
    facts = [('storage', f'{" and ".join(sorted(kinds)) or "unknown"}, {byte_text(size)}')]
    if found.extent is not None:
        first_ns, last_ns = found.extent
        facts.append(('start', time_text(first_ns)))
        facts.append(('end', time_text(last_ns)))
        facts.append(('duration', duration_text((last_ns - first_ns) / 1e9)))
    if distro := _ros_distro(bag):
        facts.append(('distro', distro))
    topics = count_text(len(found.channels), 'topic')
    source = '' if found.is_read else ', as the bag says itself'
    facts.append(('messages', f'{found.messages:,} of {topics}{source}'))
    return facts


def _ros_distro(bag: Path) -> str:
    """Return what the metadata says; empty where it says nothing, or nothing that can be read."""
    try:
        return read_metadata(bag / 'metadata.yaml').ros_distro
    except SourceError:
        return ''


def _row(each: ChannelSurvey, mean_hz: float | None) -> Row:
    channel = each.channel
    count = '?' if each.messages is None else f'{each.messages:,}'
    rate = '' if mean_hz is None else hz_text(mean_hz)
    drawn_as, *notes = _would_be_drawn_as(channel)
    return Row(
        (channel.topic, channel.type_name, count, rate, drawn_as),
        tuple((note, 'yellow') for note in notes),
    )


def _would_be_drawn_as(channel: Channel) -> tuple[str, ...]:
    """Return the word for the table, and a note where something is amiss."""
    if channel.encoding != 'cdr':
        return 'skipped', f'not ROS, its messages are {channel.encoding or "of an unnamed kind"}'
    if channel.definition is None:
        return 'raw bytes', NO_DEFINITION
    converter = find_converter(channel.type_name)
    return (converter.drawn_as if converter else 'fields',)
