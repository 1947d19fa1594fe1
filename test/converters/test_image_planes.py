"""Pictures on image planes."""

from __future__ import annotations

import numpy as np

from rerun_bridge.converters.image_planes import (
    PictureRows,
    image_plane_dictionary,
    on_image_plane,
)
from rerun_bridge.sdk.archetypes import DepthImage, EncodedImage
from test.support.message_columns import cells_of, columns_of, context_of

COLUMNS = columns_of([{'header.frame_id': name} for name in ('left', 'right', 'left')])
CONTEXT = context_of('sensor_msgs/msg/Image')


def test_names() -> None:
    """The plane is named after the frame as it is called in the recording."""
    codes, names = image_plane_dictionary(COLUMNS.strings('header.frame_id'), CONTEXT)
    assert [names[code] for code in codes] == [
        'robot/left_image_plane',
        'robot/right_image_plane',
        'robot/left_image_plane',
    ]


def test_one_kind() -> None:
    """A topic of one kind is one chunk, a row per message."""
    meter = DepthImage.meter.column(np.ones(3, np.float32))
    parts = list(on_image_plane([PictureRows((meter,), [0, 1, 2])], COLUMNS, CONTEXT))
    assert len(parts) == 1
    assert parts[0].rows is None
    cells = cells_of(parts[0])
    assert cells['DepthImage:meter'] == [[1.0]] * 3
    assert cells['CoordinateFrame:frame'][1] == ['robot/right_image_plane']


def test_two_kinds() -> None:
    """Each kind has its messages; the frame is said for all of them."""
    kinds = [
        PictureRows((DepthImage.meter.column(np.ones(2, np.float32)),), [0, 2]),
        PictureRows((EncodedImage.media_type.column(['image/png']),), [1]),
    ]
    parts = list(on_image_plane(kinds, COLUMNS, CONTEXT))
    assert [None if part.rows is None else part.rows.tolist() for part in parts] == [
        None,
        [0, 2],
        [1],
    ]
    assert len(cells_of(parts[0])['CoordinateFrame:frame']) == 3
    assert cells_of(parts[2]) == {'EncodedImage:media_type': [['image/png']]}
