"""Pairs of texts, of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import GraphEdge, GraphEdges

EDGES = GraphEdges.edges


@pytest.mark.parametrize(
    'value',
    [[('a', 'b')], ('a', 'b'), [['a', 'b']], GraphEdge('a', 'b'), np.array([['a', 'b']])],
)
def test_a_pair(value: Any) -> None:
    """In any form."""
    cell = EDGES.cell(value)
    assert EDGES.rows([cell]).lists.to_pylist() == [[{'first': 'a', 'second': 'b'}]]
    assert EDGES.cell_bytes(cell) == 2


def test_several_rows() -> None:
    """Of any number of pairs."""
    cells = [EDGES.cell([('a', 'b'), ('b', 'c')]), None, EDGES.cell([])]
    lists = EDGES.rows(cells).lists
    lists.to_pyarrow().validate(full=True)
    assert [None if row is None else len(row) for row in lists.to_pylist()] == [2, None, 0]


@pytest.mark.parametrize('value', [['a'], ['a', 'b', 'c'], [('a', 1)], [('a', 'b', 'c')]])
def test_other_things_are_no_pairs(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='GraphEdges:edges: '):
        EDGES.cell(value)
