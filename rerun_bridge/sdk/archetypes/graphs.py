"""Archetypes of graphs."""

from __future__ import annotations

from typing import NamedTuple

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, PAIR, U8, U32, UTF8, VEC2
from rerun_bridge.sdk.archetypes.inputs import (
    ColorsLike,
    EnumLike,
    NumbersLike,
    PairsLike,
    TextsLike,
    VectorsLike,
)

__all__ = ['GraphEdge', 'GraphEdges', 'GraphNodes']


class GraphEdge(NamedTuple):
    """
    An edge; a plain pair does as well.

    :param first: node.
    :param second: node.
    """

    first: str
    second: str


class GraphNodes(Archetype):
    """
    Nodes of a graph.

    :param positions: shape (n, 2); found by the viewer where not given.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    """

    node_ids = Component('GraphNode', UTF8)
    positions = Component('Position2D', VEC2)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    radii = Component('Radius', F32)

    def __init__(
        self,
        node_ids: TextsLike,
        *,
        positions: VectorsLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        radii: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class GraphEdges(Archetype):
    """
    Edges of a graph.

    :param edges: pairs of nodes.
    """

    edges = Component('GraphEdge', PAIR)
    graph_type = Component('GraphType', U8)

    def __init__(
        self,
        edges: PairsLike,
        *,
        graph_type: EnumLike | None = None,
    ) -> None:
        self._log(locals())
