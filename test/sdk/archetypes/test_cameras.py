"""Pinhole cameras."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Pinhole
from test.support.archetypes import logged


def matrix_of(**arguments: Any) -> list[list[float]]:
    """Return the projection, row by row."""
    found = logged(Pinhole(**arguments))['image_from_camera'][0]
    rows: list[list[float]] = np.reshape(found, (3, 3)).T.tolist()
    return rows


def test_a_camera_by_focal_length_and_size() -> None:
    """The principal point is the middle."""
    wanted = [[500, 0, 320], [0, 500, 240], [0, 0, 1]]
    assert matrix_of(focal_length=500, width=640, height=480) == wanted
    assert matrix_of(focal_length=[500, 500], resolution=[640, 480]) == wanted
    assert matrix_of(focal_length=np.float32(500), principal_point=(320, 240)) == wanted


def test_a_camera_by_its_angle_of_view() -> None:
    """At 90 degrees, half the height is as far as the picture."""
    camera = Pinhole(fov_y=np.pi / 2, aspect_ratio=2.0)
    assert logged(camera)['resolution'] == [[2, 1]]
    assert matrix_of(fov_y=np.pi / 2, aspect_ratio=2.0)[0][0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        ({}, 'give image_from_camera, focal_length'),
        ({'width': 4, 'height': 3}, 'give image_from_camera, focal_length'),
        ({'focal_length': 5}, 'give principal_point, resolution'),
        ({'focal_length': [1, 2, 3], 'width': 4, 'height': 3}, r'shape \(3,\)'),
        ({'focal_length': 5, 'principal_point': 3}, r'principal_point of shape \(\)'),
        ({'focal_length': 5, 'resolution': [4, 3], 'width': 4}, 'resolution beside width'),
        ({'image_from_camera': np.eye(3), 'focal_length': 5}, 'says already'),
        ({'image_from_camera': np.eye(4)}, r'Pinhole:image_from_camera: shape \(4, 4\)'),
    ],
)
def test_too_much_or_too_little(arguments: dict[str, Any], words: str) -> None:
    """The error says what to give."""
    with pytest.raises(ValueError, match=words):
        Pinhole(**arguments)
