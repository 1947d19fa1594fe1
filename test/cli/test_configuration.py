"""What the command line and the configuration file say together."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.cli.arguments import new_parser
from rerun_bridge.cli.configuration import configured, live_configured


def file_of(tmp_path: Path) -> str:
    """Return a configuration file."""
    path = tmp_path / 'my.yaml'
    path.write_text(
        'topics: {include: [/a, /b], exclude: [/c]}\n'
        'live: {domain: 3, queue_bytes: 5 MiB, include_hidden: true}\n'
    )
    return str(path)


def test_topics_of_the_command_line_replace_those_of_the_file(tmp_path: Path) -> None:
    """What is excluded adds up."""
    argv = ['convert', 'bag', '-c', file_of(tmp_path), '-t', '/d', '-x', '/e']
    topics = configured(new_parser().parse_args(argv)).topics
    assert (topics.include, topics.exclude) == (('/d',), ('/c', '/e'))
    topics = configured(new_parser().parse_args(argv[:4])).topics
    assert (topics.include, topics.exclude) == (('/a', '/b'), ('/c',))


def test_the_graph_of_the_command_line_beats_that_of_the_file(tmp_path: Path) -> None:
    """What it does not say stays."""
    argv = ['live', '--save', 'x', '-c', file_of(tmp_path)]
    live = live_configured(new_parser().parse_args(argv)).live
    assert (live.domain, live.queue_bytes, live.low_latency) == (3, 5 << 20, False)
    assert live.include_hidden
    argv += ['--domain', '0', '--queue-mb', '7', '--low-latency']
    live = live_configured(new_parser().parse_args(argv)).live
    assert (live.domain, live.queue_bytes, live.low_latency) == (0, 7 << 20, True)


def test_hidden_topics_are_asked_for() -> None:
    """Without that they are left out."""
    parse = new_parser().parse_args
    assert not live_configured(parse(['topics'])).live_topics.takes('/_x')
    assert live_configured(parse(['topics', '--hidden'])).live_topics.takes('/_x')
