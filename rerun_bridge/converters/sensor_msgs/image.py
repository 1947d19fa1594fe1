"""
``sensor_msgs/msg/Image``: every encoding of ``image_encodings.hpp`` as a picture or a depth image.

Pixels go as they are where Rerun knows their form. Others change without loss: a Bayer mosaic can
be read back from its RGB, YUV only changes its order, two channels get an empty third. Only the
padding of rows is not kept, and what the topic's rule does not want.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.image_formats import depth_rows, image_rows
from rerun_bridge.converters.image_planes import PictureRows, on_image_plane
from rerun_bridge.converters.reduced_pictures import (
    PictureReduction,
    picture_reduction,
    reduced_depths,
    reduced_pictures,
)
from rerun_bridge.errors import ConvertError, DecodeError
from rerun_bridge.imaging.encodings import encoding_of
from rerun_bridge.imaging.pictures import Frame, picture, picture_format
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Return a picture per message, on the image plane of the camera's frame."""
    wanted = picture_reduction(context.options)
    kinds = [_pictures(columns, wanted, *kind) for kind in _kinds(columns)]
    return on_image_plane(kinds, columns, context)


def _kinds(columns: Columns) -> Iterator[tuple[str, Frame, Sequence[int]]]:
    """Yield the encodings and sizes that occur, and their messages; one for all is the rule."""
    codes, names = columns.strings('encoding').dictionary
    fields = [columns.numbers(name) for name in ('width', 'height', 'step', 'is_bigendian')]
    table = np.stack([codes, *fields, columns.spans('data').counts], axis=1).astype(np.int64)
    rows_of: dict[tuple[int, ...], list[int]] = {}
    for row, key in enumerate(map(tuple, table.tolist())):
        rows_of.setdefault(key, []).append(row)
    for (code, width, height, step, big, size), rows in rows_of.items():
        yield names[code], Frame(width, height, step, big != 0, size), rows


def _pictures(
    columns: Columns,
    wanted: PictureReduction | None,
    name: str,
    frame: Frame,
    rows: Sequence[int],
) -> PictureRows:
    """Return the pictures of messages of one encoding and size."""
    encoding = encoding_of(name)
    if encoding is None:
        raise ConvertError(f'unknown image encoding {name!r}', row=rows[0])
    data = columns.spans('data')
    try:
        made = picture_format(encoding, frame)
        pixels = [picture(encoding, frame, data.row(row).view(np.uint8)) for row in rows]
    except DecodeError as error:
        raise ConvertError(error.message, row=rows[0]) from error
    size = frame.width, frame.height
    if encoding.metres_per_unit:
        if wanted is not None:
            pixels, size = reduced_depths(pixels, made, size, encoding.metres_per_unit, wanted)
        sizes = [size] * len(rows)
        return depth_rows(pixels, made.dtype, encoding.metres_per_unit, sizes, rows)
    if wanted is not None:
        return reduced_pictures(pixels, made, size, rows, wanted)
    return image_rows(pixels, made, size, rows)


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/Image'),
    convert,
    draws=('data', 'width', 'height'),
    drawn_as='Image, DepthImage',
    carries='data',
)
