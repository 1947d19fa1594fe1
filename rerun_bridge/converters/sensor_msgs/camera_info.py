"""``sensor_msgs/msg/CameraInfo``: a pinhole from the camera's frame to that of its image plane."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.image_planes import OPTICAL_AXES, image_plane_dictionary
from rerun_bridge.converters.reduced_pictures import picture_reduction
from rerun_bridge.converters.transforms import frame_dictionary
from rerun_bridge.imaging.smaller import smaller_size
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Pinhole

__all__ = ['CONVERTER']

Floats = npt.NDArray[np.float64]


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield a row per calibrated message; without calibration (K is zero) only the fields stay."""
    k, resolution = _of_the_pictures(columns)
    wanted = picture_reduction(context.options)
    if wanted is not None and wanted.max_width is not None:
        k, resolution = _of_smaller_pictures(k, resolution, wanted.max_width)
    calibrated = np.isfinite(k).all(axis=(1, 2)) & (k[:, 0, 0] != 0) & (k[:, 1, 1] != 0)
    rows = None if calibrated.all() else np.flatnonzero(calibrated)
    chosen = slice(None) if rows is None else rows
    if rows is not None and len(rows) == 0:
        return
    frames = columns.strings('header.frame_id')
    parents, parent_names = frame_dictionary(frames, context)
    children, child_names = image_plane_dictionary(frames, context)
    by_columns = k[chosen].transpose(0, 2, 1).reshape(-1, 9)
    components = (
        Pinhole.image_from_camera.column(by_columns.astype(np.float32)),
        Pinhole.resolution.column(resolution[chosen].astype(np.float32)),
        Pinhole.camera_xyz.column(np.tile(np.array(OPTICAL_AXES, np.uint8), (len(by_columns), 1))),
        Pinhole.parent_frame.column((parents[chosen], parent_names)),
        Pinhole.child_frame.column((children[chosen], child_names)),
    )
    held = frozenset(column.descriptor.component for column in components)
    yield EntityColumns(components, rows=rows, held=held)


def _of_the_pictures(columns: Columns) -> tuple[Floats, Floats]:
    """
    Return K and the resolution of the pictures that were sent: first cut, then binned.

    :returns: shapes (rows, 3, 3) and (rows, 2).
    """
    k = columns.numbers('k').astype(np.float64).reshape(-1, 3, 3)
    roi = {
        name: columns.numbers(f'roi.{name}')
        for name in ('x_offset', 'y_offset', 'width', 'height')
    }
    is_whole = (roi['width'] == 0) | (roi['height'] == 0)
    sizes = []
    for axis, (size, letter) in enumerate((('width', 'x'), ('height', 'y'))):
        offset = np.where(is_whole, 0, roi[f'{letter}_offset'])
        binning = np.maximum(columns.numbers(f'binning_{letter}'), 1)
        k[:, axis, 2] -= offset
        k[:, axis] /= binning[:, None]
        sizes.append(np.where(is_whole, columns.numbers(size), roi[size]) // binning)
    return k, np.stack(sizes, axis=1).astype(np.float64)


def _of_smaller_pictures(k: Floats, resolution: Floats, max_width: int) -> tuple[Floats, Floats]:
    """Return K and the resolution of pictures that the same rule makes smaller."""
    sizes = [smaller_size(int(w), int(h), max_width) for w, h in resolution.tolist()]
    smaller = np.array(sizes, np.float64).reshape(-1, 2)
    scale = smaller / np.maximum(resolution, 1)
    k = k.copy()
    k[:, :2] *= scale[:, :, None]
    return k, smaller


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/CameraInfo'),
    convert,
    draws=(),
    drawn_as='Pinhole',
)
