"""A configuration file, of either form, as the configuration."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.config.legacy import is_legacy, read_legacy
from rerun_bridge.config.migration import LATER, Migration, migrated
from rerun_bridge.config.nodes import Node, nodes_of, read_nodes
from rerun_bridge.config.readers import Place
from rerun_bridge.config.settings import Config
from rerun_bridge.config.table import CONFIG
from rerun_bridge.config.writing import yaml_text
from rerun_bridge.errors import ConfigError
from rerun_bridge.nouns import replace

__all__ = ['read_config', 'read_migration']

OLD = 'of the deprecated C++ bridge, taken as it is; see `rerun-bridge migrate {}`'


def read_config(file: Path) -> Config:
    """
    Read a configuration file.

    :raises ConfigError: it is not one.
    """
    root = read_nodes(file)
    warnings: list[str] = []
    if root is not None and is_legacy(root):
        warnings.append(f'{file}: {OLD.format(file)}')
        root = nodes_of(yaml_text(_migration(root, file).data), file)
    config = _config(root, file)
    if config.urdf.file_path is not None:
        warnings.append(f'{file}: urdf: {LATER}')
    return replace(config, warnings=tuple(warnings))


def read_migration(file: Path) -> Migration:
    """
    Read a file of the old form, in ours.

    :raises ConfigError: it is not one, or is in our form already.
    """
    root = read_nodes(file)
    if root is None or not is_legacy(root):
        raise ConfigError('is not of the deprecated bridge, nothing to migrate', file=str(file))
    found = _migration(root, file)
    _config(nodes_of(yaml_text(found.data), file), file)
    return found


def _migration(root: Node, file: Path) -> Migration:
    return migrated(read_legacy(root, Place(str(file))))


def _config(root: Node | None, file: Path) -> Config:
    return Config() if root is None else CONFIG(root, Place(str(file)))
