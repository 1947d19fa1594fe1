"""Component descriptors and component columns: what a value means, and many values of it."""

from __future__ import annotations

import pyarrow as pa

from rerun_bridge.nouns import dataclass

__all__ = ['ComponentColumn', 'ComponentDescriptor']


@dataclass(frozen=True)
class ComponentDescriptor:
    """
    What the values of a component mean.

    :param component: its identifier, e.g. ``Points3D:positions``.
    :param archetype: e.g. ``rerun.archetypes.Points3D``; None for a component of no archetype.
    :param component_type: e.g. ``rerun.components.Position3D``; None for the user's own data.
    """

    component: str
    archetype: str | None = None
    component_type: str | None = None


@dataclass(frozen=True)
class ComponentColumn:
    """
    One component over the rows of a chunk.

    :param lists: one list per row: null = the row did not log it, empty = cleared, else the
        instances. An Arrow ``list<item: T>`` with nullable items.
    """

    descriptor: ComponentDescriptor
    lists: pa.ListArray
