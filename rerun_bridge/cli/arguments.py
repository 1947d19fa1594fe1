"""The arguments of every verb, and the help that teaches them. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from rerun_bridge.cli.exit_codes import CODES_HELP, ExitCode
from rerun_bridge.cli.graph_help import (
    DOCTOR_HELP,
    DOCTOR_MORE,
    LIVE_HELP,
    LIVE_MORE,
    TOPICS_HELP,
    TOPICS_MORE,
)
from rerun_bridge.cli.terminal import columns, say_error
from rerun_bridge.cli.time_point import parse_duration_ns, parse_time_point
from rerun_bridge.topic_patterns import pattern

__all__ = ['new_parser']

T = TypeVar('T')

MARGIN = 2

PROGRAM_HELP = """\
ROS 2 in the Rerun Viewer.

  rerun-bridge info BAG     what is in a bag, and what would be drawn
  rerun-bridge convert BAG  make a Rerun recording (.rrd) of it
  rerun-bridge migrate OLD  make a configuration of the deprecated bridge ours
  rerun-bridge topics       what a running robot publishes, and would be drawn
  rerun-bridge live         forward it to the viewer, a browser, a file
  rerun-bridge doctor       why a topic is not shown, and what helps
"""

CONVERT_HELP = """\
Make a Rerun recording of rosbag2 recordings.

A BAG is a folder with metadata.yaml, or a file: .mcap, .db3, .db3.zstd. Every
topic goes to the entity of its name; what is not drawn is kept as fields.
"""

CONVERT_MORE = f"""\
where it goes:
  nothing       one file per bag, ./<name of the bag>.rrd
  -o FILE.rrd   all bags in one file, merged in time
  -o DIR/       one file per bag, in a folder
  -o -          all bags to stdout, e.g. for `| rerun -`
  A file is written beside its target (FILE.partial.rrd) and renamed when done.
  Ctrl-C ends a run early with a whole file; a second Ctrl-C throws it away.

times T:
  12.5                    seconds from the start of the bag
  1699383597.25           seconds since 1970 (every number from 100,000,000 on)
  2023-11-07T18:59:57.25  a date and time; UTC unless a zone follows (+01:00)
  Static transforms and the like are taken from before --start, too.

globs:
  `*` is any part of one segment of a topic, `**` any number of segments, `?`
  one character. `re:` begins a regular expression, which must match it all.

examples:
  rerun-bridge convert my_bag
  rerun-bridge convert my_bag -t '/camera/**' /tf /tf_static -o camera.rrd
  rerun-bridge convert my_bag --start 60 --duration 10  # ten seconds of it
  rerun-bridge convert robot1.mcap robot2.mcap -o both.rrd
  rerun-bridge convert bags/* -o recordings/ --config my.yaml
  rerun-bridge convert my_bag -o - | rerun -

{CODES_HELP}"""

INFO_HELP = """\
Say what is in rosbag2 recordings: topics, types, messages, rates, and what
would be drawn.

Counts and times are what the bag says of itself; only a bag that does not, as
one that was cut off, is read through.
"""


MIGRATE_HELP = """\
Make a configuration of the deprecated C++ bridge one of ours
(rerun-io/cpp-example-ros2-bridge).

Both generations of such files are taken as they are, too, wherever a
configuration is; what is written says the same, can be changed, and begins
with what differs from that bridge.
"""

MIGRATE_MORE = f"""\
examples:
  rerun-bridge migrate go2_example_params.yaml             # prints it
  rerun-bridge migrate go2_example_params.yaml -o go2.yaml

{CODES_HELP}"""


class _Parser(argparse.ArgumentParser):
    """Says one line for a wrong command line, not the whole usage."""

    def error(self, message: str) -> NoReturn:
        say_error(f'{message} (try: {self.prog} --help)')
        self.exit(ExitCode.USAGE)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        from importlib.metadata import PackageNotFoundError, version  # start-up

        try:
            number = version('rerun_bridge')
        except PackageNotFoundError:
            number = '(not installed)'
        print(f'rerun-bridge {number}')
        parser.exit(ExitCode.CLEAN)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, width=columns() - MARGIN)


def _argument(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Make argparse say what a parser says."""

    def parsed(text: str) -> T:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parsed


def _pattern(text: str) -> str:
    """Return a pattern of topics as it is."""
    pattern(text)
    return text


def new_parser(only: str | None = None) -> argparse.ArgumentParser:
    """
    Return the parser of the command line.

    :param only: of this verb only: each takes a millisecond of every start.
    """
    parser = _Parser(
        'rerun-bridge',
        usage='rerun-bridge VERB …',
        description=PROGRAM_HELP,
        epilog=f'`rerun-bridge VERB --help` says more, with examples.\n\n{CODES_HELP}',
        formatter_class=_formatter,
    )
    parser.add_argument('--version', action=_Version, nargs=0, help='print the version')
    verbs = parser.add_subparsers(dest='verb', required=True, metavar='VERB')
    for add, name, about, more, what in (
        (_add_convert, 'convert', CONVERT_HELP, CONVERT_MORE, ' BAG …'),
        (_add_info, 'info', INFO_HELP, CODES_HELP, ' BAG …'),
        (_add_migrate, 'migrate', MIGRATE_HELP, MIGRATE_MORE, ' OLD'),
        (_add_topics, 'topics', TOPICS_HELP, TOPICS_MORE, ''),
        (_add_live, 'live', LIVE_HELP, LIVE_MORE, ''),
        (_add_doctor, 'doctor', DOCTOR_HELP, DOCTOR_MORE, ' [TOPIC …]'),
    ):
        if only in (None, name):
            verb = verbs.add_parser(
                name,
                prog=f'rerun-bridge {name}',
                usage=f'rerun-bridge {name}{what} [options]',
                help=' '.join(about.partition('\n\n')[0].split()),
                description=about,
                epilog=more,
                formatter_class=_formatter,
            )
            add(verb)
    return parser


def _add_bags(verb: argparse.ArgumentParser) -> None:
    verb.add_argument('bags', metavar='BAG', nargs='+', help='a bag folder or file')


def _add_definitions(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        '--definitions',
        metavar='DIR',
        nargs='+',
        action='extend',
        default=[],
        help='folders with .msg and .idl files of types that the bag does not define itself',
    )


def _add_selection(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        '-c', '--config', metavar='FILE', help='a YAML file; config/default.yaml explains all keys'
    )
    for flags, about in (
        (('-t', '--topics'), 'only these topics'),
        (('-x', '--exclude'), 'not these topics; beats --topics'),
    ):
        verb.add_argument(
            *flags,
            metavar='GLOB',
            nargs='+',
            action='extend',
            default=[],
            type=_argument(_pattern),
            help=about,
        )


def _add_convert(verb: argparse.ArgumentParser) -> None:
    _add_bags(verb)
    verb.add_argument('-o', '--output', metavar='OUT', help='FILE.rrd, DIR/ or - (see below)')
    verb.add_argument('-f', '--force', action='store_true', help='replace files that are there')
    verb.add_argument(
        '--compress', action='store_true', help='rather smaller files than a quick conversion'
    )
    _add_selection(verb)
    _add_definitions(verb)
    time = _argument(parse_time_point)
    verb.add_argument('--start', metavar='T', type=time, help='from this time on (see below)')
    until = verb.add_mutually_exclusive_group()
    until.add_argument('--end', metavar='T', type=time, help='until before this time')
    until.add_argument(
        '--duration',
        metavar='SECONDS',
        type=_argument(parse_duration_ns),
        help='this long from --start',
    )
    verb.add_argument(
        '-q', '--quiet', action='store_true', help='no progress, no report; only losses and errors'
    )


def _add_info(verb: argparse.ArgumentParser) -> None:
    _add_bags(verb)
    verb.add_argument(
        '--check', action='store_true', help='read every message: only that shows damage inside'
    )
    _add_definitions(verb)


def _add_migrate(verb: argparse.ArgumentParser) -> None:
    verb.add_argument('old', metavar='OLD', help='the old YAML file')
    verb.add_argument('-o', '--output', metavar='NEW', help='the new file; without it, stdout')
    verb.add_argument('-f', '--force', action='store_true', help='replace a file that is there')


def _add_graph(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        '--source',
        choices=('dds', 'ros'),
        default='dds',
        help='how the graph is read (default: dds)',
    )
    verb.add_argument(
        '--domain', metavar='N', type=int, help='of DDS (default: ROS_DOMAIN_ID, else 0)'
    )
    verb.add_argument(
        '--hidden', action='store_true', help='hidden topics, too: /_… and what actions use'
    )
    _add_selection(verb)
    _add_definitions(verb)


def _add_topics(verb: argparse.ArgumentParser) -> None:
    _add_graph(verb)
    verb.add_argument(
        '--wait',
        metavar='SECONDS',
        type=_argument(parse_duration_ns),
        default=2_000_000_000,
        help='how long to look for topics (default: 2)',
    )


def _add_doctor(verb: argparse.ArgumentParser) -> None:
    verb.add_argument('topic', metavar='TOPIC', nargs='*', help='to look at; all without one')
    _add_graph(verb)
    _add_sim_time(verb)
    verb.add_argument(
        '--wait',
        metavar='SECONDS',
        type=_argument(parse_duration_ns),
        default=5_000_000_000,
        help='how long to listen (default: 5)',
    )


def _add_sim_time(verb: argparse.ArgumentParser) -> None:
    verb.add_argument('--sim-time', action='store_true', help='the clock is /clock')


def _add_live(verb: argparse.ArgumentParser) -> None:
    sinks = verb.add_argument_group('where it goes (see below)')
    sinks.add_argument('--spawn', action='store_true', help='start a viewer')
    sinks.add_argument(
        '--connect', metavar='IP:PORT', nargs='?', const='', help='a viewer that is there'
    )
    sinks.add_argument('--serve', action='store_true', help='a page in a browser')
    sinks.add_argument('--save', metavar='FILE', help='a file, beside all others')
    sinks.add_argument('-f', '--force', action='store_true', help='replace a file that is there')
    _add_graph(verb)
    verb.add_argument(
        '--low-latency', action='store_true', help='shorter ticks, at more CPU for each message'
    )
    _add_sim_time(verb)
    verb.add_argument(
        '--queue-mb',
        metavar='MB',
        type=int,
        default=None,
        help='memory for what waits, before it is dropped (default: 64)',
    )
    verb.add_argument(
        '--duration',
        metavar='SECONDS',
        type=_argument(parse_duration_ns),
        help='end by itself after this long',
    )
    verb.add_argument(
        '-q', '--quiet', action='store_true', help='no progress, no report; only losses and errors'
    )
