"""Reads a running robot over DDS, with no ROS installed."""

from __future__ import annotations

from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.sources.dds.source import DdsSource, open_dds

__all__ = ['DdsSource', 'open_dds', 'open_live']


def open_live(settings: LiveSettings) -> DdsSource:
    """
    Join the domain that the settings name.

    :raises ConfigError: there is no such domain.
    :raises SourceError: the wheel is missing, or the domain cannot be joined.
    """
    return open_dds(settings.domain, low_latency=settings.low_latency)
