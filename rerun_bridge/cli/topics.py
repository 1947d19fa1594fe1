"""``rerun-bridge topics``: what is published on a graph, and what would be drawn of it."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence

from rerun_bridge.cli.configuration import live_configured
from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.graphs import nobody_text, open_graph
from rerun_bridge.cli.inputs import definition_lookup
from rerun_bridge.cli.interruption import Interruption
from rerun_bridge.cli.table import Column, Row, table_lines
from rerun_bridge.cli.terminal import Paint, say, say_error, width_of
from rerun_bridge.converters import find_converter
from rerun_bridge.messages import Channel, Qos
from rerun_bridge.sources.base import LiveSource, PublishedTopic
from rerun_bridge.sources.definition_lookup import DefinitionLookup, installed_interfaces
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['run']

COLUMNS = (
    Column('topic', least=16),
    Column('type', least=14),
    Column('publishers', right=True),
    Column('offered'),
    Column('would be drawn as', least=10),
)
NS_PER_S = 1_000_000_000
QUIET_S, LOOK_S = 0.7, 0.05
"""When nothing new was discovered for so long, nothing more is expected."""


def run(args: Namespace) -> ExitCode:
    """Print the table, and return the exit code."""
    config = live_configured(args)
    lookup = definition_lookup(args.definitions, installed_interfaces()) or DefinitionLookup()
    with Interruption() as interruption, open_graph(args.source, config.live) as source:
        topics = _discovered(source, args.wait / NS_PER_S, interruption)
        if not topics and not source.others():
            place = 'this domain' if args.domain is None else f'domain {args.domain}'
            say_error(nobody_text(place))
            return ExitCode.FAILED
        rows = [_row(each, config.live_topics, source, lookup) for each in topics]
    if not rows:
        say('nothing is published', sys.stdout)
    for line in (
        table_lines(COLUMNS, rows, Paint(sys.stdout), width_of(sys.stdout)) if rows else ()
    ):
        say(line, sys.stdout)
    return ExitCode.CLEAN


def _discovered(
    source: LiveSource, most_s: float, interruption: Interruption
) -> Sequence[PublishedTopic]:
    """Return the topics once no more turn up."""
    begin_s = time.monotonic()
    found, changed_s = source.topics(), begin_s
    while not interruption.wished and (now_s := time.monotonic()) < begin_s + most_s:
        if found and now_s > changed_s + QUIET_S:
            break
        time.sleep(LOOK_S)
        before, found = found, source.topics()
        if found != before:
            changed_s = time.monotonic()
    return found


def _row(
    each: PublishedTopic,
    selection: TopicSelection,
    source: LiveSource,
    lookup: DefinitionLookup,
) -> Row:
    drawn_as = 'not selected'
    notes: tuple[tuple[str, str], ...] = ()
    if selection.takes(each.topic):
        definition = lookup.find(each.type_name, type_hash=each.type_hash)
        if definition or source.definition(each):
            rule = selection.rule_for(Channel(0, each.topic, each.type_name))
            converter = None if rule.fields_only else find_converter(each.type_name)
            drawn_as = converter.drawn_as if converter else 'fields'
        else:
            drawn_as = 'raw bytes'
            notes = (('no definition of the type: give it with --definitions DIR', 'yellow'),)
    cells = (each.topic, each.type_name, str(len(each.offers)), _offered(each.offers), drawn_as)
    return Row(cells, notes)


def _offered(offers: Sequence[Qos]) -> str:
    """Return what the publishers offer, in ROS's words."""
    words = []
    for all_words, are_set in (
        (('reliable', 'best effort'), [qos.reliable for qos in offers]),
        (('latched', ''), [qos.transient_local for qos in offers]),
    ):
        words += [word for word, value in zip(all_words, (True, False)) if value in are_set]
    return ', '.join(filter(None, words))
