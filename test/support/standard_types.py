"""Definitions of the standard types, and the clock of all made-up messages."""

from __future__ import annotations

from rerun_bridge.messages import MessageDefinition, TypeName
from rerun_bridge.sources.definition_lookup import DefinitionLookup

__all__ = ['T0_NS', 'definition_of']

T0_NS = 1_700_000_000_000_000_000


def definition_of(type_name: TypeName) -> MessageDefinition:
    """Return the standard definition of a type, of the newest distro."""
    definition = DefinitionLookup().find(type_name, ros_distro='jazzy')
    assert definition is not None, type_name
    return definition
