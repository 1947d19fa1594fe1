"""
``sensor_msgs/msg/CompressedImage``: encoded pictures, depth, samples of a video stream.

What the bytes are decides, before what the format says: topics whose format string is wrong are
common, and some carry several kinds. Encoded bytes go as they are. Only packed depth that Rerun
cannot read is decoded, without loss for integers; of inverse depth the metres are kept, not the
steps they were packed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Spans
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.image_formats import depth_rows
from rerun_bridge.converters.image_planes import PictureRows, on_image_plane
from rerun_bridge.errors import ConvertError, DecodeError
from rerun_bridge.imaging.blobs import HEAD_BYTES, media_type_of, named_codec, named_depth
from rerun_bridge.imaging.compressed_depth import HEADER_BYTES, decoded_depth, is_png16
from rerun_bridge.imaging.video import is_keyframe, is_sample
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.archetypes import EncodedDepthImage, EncodedImage, VideoStream

__all__ = ['CONVERTER']

Bytes = npt.NDArray[np.uint8]

METRES_PER_UNIT = 0.001
"""Of integer depth (REP 118)."""

CODECS = {'AV1': 0x61763031, 'H264': 0x61766331, 'H265': 0x68657631}
"""Rerun's numbers of its enum ``VideoCodec``."""

HELD = frozenset(
    field.descriptor.component
    for field in (
        EncodedImage.media_type,
        EncodedDepthImage.media_type,
        EncodedDepthImage.meter,
        VideoStream.codec,
    )
)


@dataclass(frozen=True)
class Kind:
    """
    What the bytes of a message are.

    :param way: how they are drawn: ``image``, ``depth`` (encoded), ``packed`` (depth), ``video``.
    :param name: media type or codec; of packed depth ``rvl`` or ``png``.
    :param skip: bytes before the encoded ones.
    :param inverse: of packed depth: inverse depth of a float image.
    """

    way: str
    name: str
    skip: int = 0
    inverse: bool = False


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Return a picture, depth image or sample per message, on the camera's image plane."""
    data = columns.spans('data')
    codes, formats = columns.strings('format').dictionary
    kinds: dict[Kind, list[int]] = {}
    for row, code in enumerate(codes.tolist()):
        kind = _kind(data.row(row).view(np.uint8), formats[code])
        if kind is None:
            raise ConvertError(f'not an image or video sample: format {formats[code]!r}', row=row)
        kinds.setdefault(kind, []).append(row)
    drawn = [_DRAW[kind.way](data, kind, rows) for kind, rows in kinds.items()]
    return on_image_plane(drawn, columns, context)


def _kind(data: Bytes, format_name: str) -> Kind | None:
    """Return what bytes are, or None where nothing fits."""
    encoding, packing = named_depth(format_name)
    if packing:
        inverse = encoding.upper().startswith('32FC')
        if packing == 'png' and not inverse:
            for skip in (HEADER_BYTES, 0):
                if is_png16(data[skip:]):
                    return Kind('depth', 'image/png', skip)
        return Kind('packed', packing, 0, inverse) if len(data) > HEADER_BYTES else None
    head = data[:HEAD_BYTES].tobytes()
    media_type = media_type_of(head)
    if media_type == 'image/png' and encoding.upper() == '16UC1' and is_png16(data):
        return Kind('depth', media_type)
    if media_type:
        return Kind('image', media_type)
    codec = named_codec(format_name)
    return Kind('video', codec) if codec and is_sample(codec, head) else None


def _blobs(data: Spans, kind: Kind, rows: Sequence[int]) -> list[Bytes]:
    """Return the encoded bytes of messages, still in the payload."""
    return [data.row(row).view(np.uint8)[kind.skip :] for row in rows]


def _image(data: Spans, kind: Kind, rows: Sequence[int]) -> PictureRows:
    components = (
        EncodedImage.blob.column(_blobs(data, kind, rows)),
        EncodedImage.media_type.column([kind.name] * len(rows)),
    )
    return PictureRows(components, rows, HELD)


def _depth(data: Spans, kind: Kind, rows: Sequence[int]) -> PictureRows:
    components = (
        EncodedDepthImage.blob.column(_blobs(data, kind, rows)),
        EncodedDepthImage.media_type.column([kind.name] * len(rows)),
        EncodedDepthImage.meter.column(np.full(len(rows), 1 / METRES_PER_UNIT, np.float32)),
    )
    return PictureRows(components, rows, HELD)


def _video(data: Spans, kind: Kind, rows: Sequence[int]) -> PictureRows:
    keys = [is_keyframe(kind.name, data.row(row).tobytes()) for row in rows]
    components = (
        VideoStream.codec.column(np.full(len(rows), CODECS[kind.name], np.uint32)),
        VideoStream.sample.column(_blobs(data, kind, rows)),
        VideoStream.is_keyframe.column(np.array(keys, bool)),
    )
    return PictureRows(components, rows, HELD)


def _packed(data: Spans, kind: Kind, rows: Sequence[int]) -> PictureRows:
    pixels, sizes = [], []
    for row in rows:
        packed = data.row(row).view(np.uint8)
        try:
            image = decoded_depth(packed, rvl=kind.name == 'rvl', inverse=kind.inverse)
        except DecodeError as error:
            raise ConvertError(error.message, row=row) from error
        pixels.append(image.reshape(-1).view(np.uint8))
        sizes.append((image.shape[1], image.shape[0]))
    scale = 1.0 if kind.inverse else METRES_PER_UNIT
    return depth_rows(pixels, 'f4' if kind.inverse else 'u2', scale, sizes, rows)


_DRAW: dict[str, Callable[[Spans, Kind, Sequence[int]], PictureRows]] = {
    'image': _image,
    'depth': _depth,
    'packed': _packed,
    'video': _video,
}

CONVERTER = Converter(
    TypeName('sensor_msgs/msg/CompressedImage'),
    convert,
    draws=('data',),
    drawn_as='EncodedImage, depth, video',
)
