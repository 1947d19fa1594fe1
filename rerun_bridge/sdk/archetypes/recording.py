"""Archetypes that concern the recording itself."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, I64, UTF8

__all__ = ['Clear', 'RecordingInfo']


class RecordingInfo(Archetype):
    """What a recording is called and when it began."""

    start_time = Component('Timestamp', I64)
    name = Component('Name', UTF8)


class Clear(Archetype):
    """Empties an entity from now on."""

    is_recursive = Component('ClearIsRecursive', BOOL)
