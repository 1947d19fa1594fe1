"""The arguments of every verb, and the help that teaches them. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.terminal import say_error
from rerun_bridge.cli.time_point import parse_duration_ns, parse_time_point
from rerun_bridge.topic_patterns import pattern

__all__ = ['new_parser']

T = TypeVar('T')

PROGRAM_HELP = """\
ROS 2 in the Rerun Viewer.

  rerun-bridge info BAG       what is in a bag, and what would be drawn
  rerun-bridge convert BAG    make a Rerun recording (.rrd) of it
  rerun-bridge migrate OLD    make a configuration of the deprecated C++ bridge one of ours
"""

CODES_HELP = """\
exit codes:
  0  all done, nothing lost
  1  nothing could be done
  2  the command line or the configuration is wrong
  3  finished, but something is missing; the report says what
"""

CONVERT_HELP = """\
Make a Rerun recording of rosbag2 recordings.

A BAG is a folder with metadata.yaml, or a file: .mcap, .db3, .db3.zstd.
Every topic goes to the entity of its name; what is not drawn is kept as fields.
"""

CONVERT_MORE = f"""\
where it goes:
  nothing       one file per bag, ./<name of the bag>.rrd
  -o FILE.rrd   all bags in one file, merged in time
  -o DIR/       one file per bag, in a folder
  -o -          all bags to stdout, e.g. for `| rerun -`
  A file is written beside its target (FILE.partial.rrd) and renamed when done. Ctrl-C
  ends a run early with a whole file; a second Ctrl-C throws it away.

times T:
  12.5                    seconds from the start of the bag
  1699383597.25           seconds since 1970 (every number from 100,000,000 on)
  2023-11-07T18:59:57.25  a date and time, in UTC unless it ends with a zone (+01:00)
  Static transforms and the like are taken from before --start, too.

globs: `*` is any part of one segment of a topic, `**` any number of segments, `?` one character.
  `re:` begins a regular expression, which must match the whole topic.

examples:
  rerun-bridge convert my_bag                           # my_bag.rrd
  rerun-bridge convert my_bag -t '/camera/**' /tf /tf_static -o camera.rrd
  rerun-bridge convert my_bag --start 60 --duration 10  # ten seconds, from the second minute on
  rerun-bridge convert robot1.mcap robot2.mcap -o both.rrd
  rerun-bridge convert bags/* -o recordings/ --config my.yaml
  rerun-bridge convert my_bag -o - | rerun -

{CODES_HELP}"""

INFO_HELP = """\
Say what is in rosbag2 recordings: topics, types, messages, rates, and what would be drawn.
"""


MIGRATE_HELP = """\
Make a configuration of the deprecated C++ bridge (rerun-io/cpp-example-ros2-bridge) one of ours.

Both generations of such files are taken as they are, too, wherever a configuration is; what is
written says the same, can be changed, and begins with what differs from that bridge.
"""

MIGRATE_MORE = f"""\
examples:
  rerun-bridge migrate go2_example_params.yaml               # prints the new file
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


def new_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        'rerun-bridge',
        usage='rerun-bridge VERB …',
        description=PROGRAM_HELP,
        epilog=f'`rerun-bridge VERB --help` says more, with examples.\n\n{CODES_HELP}',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument('--version', action=_Version, nargs=0, help='print the version')
    verbs = parser.add_subparsers(dest='verb', required=True, metavar='VERB')
    _add_convert(_new_verb(verbs, 'convert', CONVERT_HELP, CONVERT_MORE))
    _add_info(_new_verb(verbs, 'info', INFO_HELP, CODES_HELP))
    _add_migrate(_new_verb(verbs, 'migrate', MIGRATE_HELP, MIGRATE_MORE, 'OLD'))
    return parser


def _new_verb(
    verbs: argparse._SubParsersAction[_Parser],
    name: str,
    about: str,
    more: str,
    takes: str = 'BAG …',
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(
        name,
        prog=f'rerun-bridge {name}',
        usage=f'rerun-bridge {name} {takes} [options]',
        help=about.partition('\n')[0],
        description=about,
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return verb


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


def _add_convert(verb: argparse.ArgumentParser) -> None:
    _add_bags(verb)
    verb.add_argument('-o', '--output', metavar='OUT', help='FILE.rrd, DIR/ or - (see below)')
    verb.add_argument('-f', '--force', action='store_true', help='replace files that are there')
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
    _add_definitions(verb)


def _add_migrate(verb: argparse.ArgumentParser) -> None:
    verb.add_argument('old', metavar='OLD', help='the old YAML file')
    verb.add_argument('-o', '--output', metavar='NEW', help='the new file; without it, stdout')
    verb.add_argument('-f', '--force', action='store_true', help='replace a file that is there')
