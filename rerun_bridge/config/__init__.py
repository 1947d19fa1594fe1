"""The configuration: YAML in, frozen values out, or an error with file, line and key."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from rerun_bridge.config.settings import (
    Config,
    RecordingSettings,
    UrdfSettings,
    ViewerSettings,
)

__all__ = ['Config', 'RecordingSettings', 'UrdfSettings', 'ViewerSettings', 'load_config']


def load_config(path: str | PathLike[str]) -> Config:
    """
    Read a configuration file; what it does not say takes its default.

    A file of the deprecated C++ bridge is taken as it is; what differs is in ``warnings``.

    :raises ConfigError: e.g. ``bridge.yaml:12: topics.include: expected a list, got '/scan'``.
    """
    from rerun_bridge.config.loading import read_config  # start-up: most runs have no file

    return read_config(Path(path))
