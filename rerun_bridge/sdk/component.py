"""Component descriptors and component columns: what a value means, and many values of it."""

from __future__ import annotations

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.arrays import Array

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
        instances. A ``list<item: T>`` with nullable items; one of pyarrow's is taken, too.
    """

    descriptor: ComponentDescriptor
    lists: Array

    def __post_init__(self) -> None:
        """Take over what is pyarrow's."""
        if not isinstance(self.lists, Array):
            from rerun_bridge.sdk.arrow.exchange import from_pyarrow

            self.__dict__['lists'] = from_pyarrow(self.lists)
