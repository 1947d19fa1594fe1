"""Meshes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Asset3D, Mesh3D
from test.support.archetypes import logged

CORNERS = np.eye(3)


def test_a_texture() -> None:
    """Its pixels and their format."""
    found = logged(Mesh3D(vertex_positions=CORNERS, albedo_texture=np.zeros((2, 3, 4), np.uint8)))
    assert found['albedo_texture_buffer'] == [[0] * 24]
    assert found['albedo_texture_format'][0]['color_model'] == 3
    assert set(logged(Mesh3D(vertex_positions=CORNERS))) == {'vertex_positions'}


def test_triangles_are_whole_numbers() -> None:
    """Of 32 bits, three each."""
    with pytest.raises(TypeError, match=r'Mesh3D:triangle_indices: .*fractions'):
        Mesh3D(vertex_positions=CORNERS, triangle_indices=[[0, 1, 1.5]])
    with pytest.raises(ValueError, match='Mesh3D:triangle_indices: -1 does not fit'):
        Mesh3D(vertex_positions=CORNERS, triangle_indices=[[0, 1, -1]])


def test_an_asset_from_a_file(tmp_path: Path) -> None:
    """Its name says what it is."""
    path = tmp_path / 'robot.stl'
    path.write_bytes(b'solid')
    assert logged(Asset3D(path=path)) == {'blob': [list(b'solid')], 'media_type': ['model/stl']}
