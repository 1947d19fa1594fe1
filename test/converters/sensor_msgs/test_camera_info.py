"""Pinholes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rerun_bridge.converters.sensor_msgs.camera_info import CONVERTER
from test.support.message_columns import cells_of, columns_of, context_of

K = (500.0, 1.0, 320.5, 0.0, 510.0, 240.5, 0.0, 0.0, 1.0)


def message(k: tuple[float, ...] = K, **changes: int) -> dict[str, Any]:
    """Return a message of 640x480 pixels."""
    values = {
        'width': 640, 'height': 480, 'binning_x': 0, 'binning_y': 0,
        'roi.x_offset': 0, 'roi.y_offset': 0, 'roi.width': 0, 'roi.height': 0,
    }  # fmt: skip
    values.update({name.replace('roi_', 'roi.'): value for name, value in changes.items()})
    numbers = {name: np.uint32(value) for name, value in values.items()}
    return {'header.frame_id': 'camera', 'k': k, **numbers}


def drawn(*messages: dict[str, Any], **options: object) -> list[Any]:
    """Return what messages become."""
    context = context_of('sensor_msgs/msg/CameraInfo', **options)
    return list(CONVERTER.convert(columns_of(messages), None, context))


def test_a_calibrated_camera() -> None:
    """K column by column, right-down-forward, from the camera's frame to its image plane."""
    (part,) = drawn(message(), message())
    assert part.rows is None
    assert cells_of(part) == {
        'Pinhole:image_from_camera': [[[500.0, 0, 0, 1, 510, 0, 320.5, 240.5, 1]]] * 2,
        'Pinhole:resolution': [[[640.0, 480.0]]] * 2,
        'Pinhole:camera_xyz': [[[3, 2, 5]]] * 2,
        'Pinhole:parent_frame': [['robot/camera']] * 2,
        'Pinhole:child_frame': [['robot/camera_image_plane']] * 2,
    }
    assert part.held == set(cells_of(part))


@pytest.mark.parametrize(
    'k', [(0.0,) * 9, (math.nan, *K[1:]), (math.inf, *K[1:]), (*K[:4], 0.0, *K[5:])]
)
def test_a_camera_without_calibration(k: tuple[float, ...]) -> None:
    """Zeros and what is no number make no pinhole; other messages of the topic still do."""
    assert drawn(message(k)) == []
    (part,) = drawn(message(k), message(), message(k), message())
    assert part.rows.tolist() == [1, 3]
    assert cells_of(part)['Pinhole:resolution'] == [[[640.0, 480.0]]] * 2


def test_region_of_interest_and_binning() -> None:
    """The pinhole is that of the pictures: first cut, then binned."""
    changes = {'roi_x_offset': 100, 'roi_y_offset': 40, 'roi_width': 300, 'roi_height': 200}
    (part,) = drawn(message(**changes, binning_x=2, binning_y=4))
    cells = cells_of(part)
    assert cells['Pinhole:resolution'] == [[[150.0, 50.0]]]
    k = [500 / 2, 0, 0, 1 / 2, 510 / 4, 0, (320.5 - 100) / 2, (240.5 - 40) / 4, 1]
    assert cells['Pinhole:image_from_camera'] == [[k]]


def test_an_offset_without_a_size_is_no_region() -> None:
    """A region of no pixels means the whole picture."""
    assert cells_of(drawn(message(roi_x_offset=5, roi_width=7))[0]) == cells_of(
        drawn(message())[0]
    )


def test_pictures_that_a_rule_makes_smaller() -> None:
    """The pinhole is made smaller with them; one that is small enough stays."""
    small, same = (cells_of(drawn(message(), max_width=width)[0]) for width in (320, 640))
    assert small['Pinhole:resolution'] == [[[320.0, 240.0]]]
    k = [500 / 2, 0, 0, 1 / 2, 510 / 2, 0, 320.5 / 2, 240.5 / 2, 1]
    assert small['Pinhole:image_from_camera'] == [[k]]
    assert same == cells_of(drawn(message())[0])
    cut = cells_of(drawn(message(roi_width=200, roi_height=100), max_width=100)[0])
    assert cut['Pinhole:resolution'] == [[[100.0, 50.0]]]
