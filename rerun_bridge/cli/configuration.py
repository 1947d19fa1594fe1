"""The configuration file of a command line, with what the command line itself says."""

from __future__ import annotations

from argparse import Namespace

from rerun_bridge.cli.terminal import say_error
from rerun_bridge.config import Config, load_config
from rerun_bridge.nouns import replace

__all__ = ['configured', 'live_configured']

MB = 1024 * 1024


def configured(args: Namespace) -> Config:
    """
    Return the configuration.

    :param args: of a verb that has ``--config``, ``--topics`` and ``--exclude``.
    :raises ConfigError: the file is wrong.
    """
    config = load_config(args.config) if args.config else Config()
    for warning in config.warnings:
        say_error(warning, 'warning')
    topics = config.topics
    include = tuple(args.topics) or topics.include
    topics = replace(topics, include=include, exclude=(*topics.exclude, *args.exclude))
    return replace(config, topics=topics)


def live_configured(args: Namespace) -> Config:
    """
    Return the configuration of a verb that reads a graph.

    :raises ConfigError: the file is wrong.
    """
    config = configured(args)
    live = config.live
    said = {'include_hidden': args.hidden or None, 'domain': args.domain}
    if args.verb != 'topics':
        said['use_sim_time'] = args.sim_time or None
    if args.verb == 'live':
        said['low_latency'] = args.low_latency or None
        said['queue_bytes'] = args.queue_mb and args.queue_mb * MB
    live = replace(live, **{key: value for key, value in said.items() if value is not None})
    return replace(config, live=live)
