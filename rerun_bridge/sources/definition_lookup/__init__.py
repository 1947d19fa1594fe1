"""Definitions for channels that carry none: from the user's folders, else from ROS 2 itself."""

from __future__ import annotations

from rerun_bridge.sources.definition_lookup.installed import (
    InstalledInterfaces,
    installed_interfaces,
)
from rerun_bridge.sources.definition_lookup.lookup import DefinitionLookup

__all__ = ['DefinitionLookup', 'InstalledInterfaces', 'installed_interfaces']
