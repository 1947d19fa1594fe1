"""Joining the graph that the command line names; what reads it is imported when asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module

from rerun_bridge.errors import SourceError
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.sources.base import LiveSource

__all__ = ['SOURCES', 'nobody_text', 'open_graph']

SOURCES = {'dds': 'rerun_bridge.sources.dds', 'ros': 'rerun_bridge.sources.ros'}
"""A source's module; its ``open_live(settings)`` joins the graph."""


def open_graph(name: str, settings: LiveSettings) -> AbstractContextManager[LiveSource]:
    """
    Join a graph.

    :param name: a key of :data:`SOURCES`.
    :raises SourceError: it cannot be joined; says why.
    """
    try:
        source = import_module(SOURCES[name])
    except ImportError as error:
        raise SourceError(f'--source {name}: {error}: is ROS 2 sourced here?') from error
    opened: AbstractContextManager[LiveSource] = source.open_live(settings)
    return opened


def nobody_text(place: str) -> str:
    """Return what to tell a user who is alone on a graph."""
    return (
        f"nobody is there on {place}; is it the robot's ROS_DOMAIN_ID, does its "
        'ROS_AUTOMATIC_DISCOVERY_RANGE (or ROS_LOCALHOST_ONLY) let others in, and is '
        'CYCLONEDDS_URI set for a network without multicast?'
    )
