"""Shapes in a picture."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk.archetypes import Box2DFormat, Boxes2D
from test.support.archetypes import logged


def test_boxes_from_an_array() -> None:
    """They become half sizes and centres."""
    found = logged(Boxes2D(array=[10, 20, 6, 8], array_format=Box2DFormat.XYWH))
    assert found == {'half_sizes': [[3, 4]], 'centers': [[13, 24]]}


@pytest.mark.parametrize(
    'arguments',
    [
        {'array': [1, 2, 3, 4]},
        {'array': [1, 2, 3, 4], 'array_format': Box2DFormat.XYWH, 'sizes': [1, 2]},
        {'sizes': [1, 2], 'half_sizes': [1, 2]},
        {'mins': [1, 2]},
        {'half_sizes': [1, 2, 3]},
    ],
    ids=str,
)
def test_what_is_no_box(arguments: dict[str, Any]) -> None:
    """Is told."""
    with pytest.raises(ValueError, match='Boxes2D'):
        Boxes2D(**arguments)
