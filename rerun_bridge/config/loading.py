"""A configuration file, of either form, as the configuration."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.config.nodes import read_nodes
from rerun_bridge.config.readers import Place
from rerun_bridge.config.settings import Config
from rerun_bridge.config.table import CONFIG

__all__ = ['read_config']


def read_config(file: Path) -> Config:
    """
    Read a configuration file.

    :raises ConfigError: it is not one.
    """
    root = read_nodes(file)
    return Config() if root is None else CONFIG(root, Place(str(file)))
