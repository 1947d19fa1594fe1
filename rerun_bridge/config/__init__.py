"""The configuration: YAML in, frozen dataclasses out, or an error with file, line and key."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from rerun_bridge.config.nodes import read_nodes
from rerun_bridge.config.readers import Place
from rerun_bridge.config.settings import Config, RecordingSettings
from rerun_bridge.config.table import CONFIG

__all__ = ['Config', 'RecordingSettings', 'load_config']


def load_config(path: str | PathLike[str]) -> Config:
    """
    Read a configuration file; what it does not say takes its default.

    :raises ConfigError: e.g. ``bridge.yaml:12: topics.include: expected a list, got '/scan'``.
    """
    file = Path(path)
    root = read_nodes(file)
    return Config() if root is None else CONFIG(root, Place(str(file)))
