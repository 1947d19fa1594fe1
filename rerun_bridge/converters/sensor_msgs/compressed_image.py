"""
``sensor_msgs/msg/CompressedImage``: encoded pictures, depth, samples of a video stream.

What the bytes are decides, before what the format says: topics whose format string is wrong are
common, and some carry several kinds. Encoded bytes go as they are. Only packed depth that Rerun
cannot read is decoded, without loss for integers; of inverse depth the metres are kept, not the
steps they were packed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.cdr.columns import Strings
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.image_formats import depth_rows, encoded_rows
from rerun_bridge.converters.image_planes import PictureRows, on_image_plane
from rerun_bridge.converters.reduced_pictures import (
    PictureReduction,
    encoded_depth,
    picture_reduction,
    reduced_depth,
)
from rerun_bridge.errors import ConvertError, DecodeError
from rerun_bridge.imaging.blobs import HEAD_BYTES, media_type_of, named_codec, named_depth
from rerun_bridge.imaging.compressed_depth import HEADER_BYTES, decoded_depth, is_png16
from rerun_bridge.imaging.files import encoded_smaller
from rerun_bridge.imaging.video import is_keyframe, is_sample
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.archetypes import EncodedDepthImage, VideoStream

__all__ = ['CONVERTER']

Bytes = npt.NDArray[np.uint8]

METRES_PER_UNIT = 0.001
"""Of integer depth (REP 118)."""

CODECS = {'AV1': 0x61763031, 'H264': 0x61766331, 'H265': 0x68657631}
"""Rerun's numbers of its enum ``VideoCodec``."""

HELD = frozenset(
    field.descriptor.component
    for field in (
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


_same = lru_cache(maxsize=64)(Kind)
"""One instance of each: that is quick to make, and to compare."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Return a picture, depth image or sample per message, on the camera's image plane."""
    data = columns.spans('data').blobs()
    kinds = _rows_by_kind(data, columns.strings('format'))
    wanted = picture_reduction(context.options)
    drawn: list[PictureRows] = []
    for kind, rows in kinds.items():
        if wanted is not None and kind.way in ('image', 'depth'):
            drawn += _reduced(data, kind, rows, wanted)
        elif kind.way == 'packed':
            drawn.append(_packed(data, kind, rows, wanted))
        else:
            drawn.append(_DRAW[kind.way](data, kind, rows))
    return on_image_plane(drawn, columns, context)


def _rows_by_kind(data: Sequence[Bytes], names: Strings) -> dict[Kind, list[int]]:
    """
    Return which messages are of which kind.

    :raises ConvertError: one is neither image nor sample.
    """
    codes, formats = names.dictionary
    begins = list(zip([blob[:HEAD_BYTES].tobytes() for blob in data], codes.tolist()))
    told = {begin: _told_by(begin[0], formats[begin[1]]) for begin in set(begins)}
    kinds: dict[Kind, list[int]] = {}
    last: Kind | None = None
    of_kind: list[int] = []
    if len(told) == 1 and _is_enough(kind := told[begins[0]]):  # a camera's pictures begin alike
        return {kind: list(range(len(data)))}
    for row, begin in enumerate(begins):
        kind, name = told[begin], formats[begin[1]]
        if not _is_enough(kind):
            kind = _looked_into(data[row], name, kind)
        if kind is None:
            raise ConvertError(f'not an image or video sample: format {name!r}', row=row)
        if kind is not last:
            last, of_kind = kind, kinds.setdefault(kind, [])
        of_kind.append(row)
    return kinds


def _is_enough(kind: Kind | None) -> TypeGuard[Kind]:
    """Tell whether the first bytes of a message have told what it is."""
    return kind is not None and kind.name != 'image/png'


def _looked_into(data: Bytes, format_name: str, kind: Kind | None) -> Kind | None:
    """Return what bytes are of which the first ones tell too little."""
    encoding, packing = named_depth(format_name)
    if packing:
        inverse = encoding.upper().startswith('32FC')
        if packing == 'png' and not inverse:
            for skip in (HEADER_BYTES, 0):
                if is_png16(data[skip:]):
                    return _same('depth', 'image/png', skip)
        return _same('packed', packing, 0, inverse) if len(data) > HEADER_BYTES else None
    if kind is not None and encoding.upper() == '16UC1' and is_png16(data):
        return _same('depth', 'image/png')
    return kind


@lru_cache(maxsize=256)
def _told_by(head: bytes, format_name: str) -> Kind | None:
    """Return what the first bytes of a message say it is; None where they do not."""
    if named_depth(format_name)[1]:
        return None
    if media_type := media_type_of(head):
        return _same('image', media_type)
    codec = named_codec(format_name)
    return _same('video', codec) if codec and is_sample(codec, head) else None


def _blobs(data: Sequence[Bytes], kind: Kind, rows: Sequence[int]) -> list[Bytes]:
    """Return the encoded bytes of messages, still in the payload."""
    blobs = [data[row] for row in rows]
    return [blob[kind.skip :] for blob in blobs] if kind.skip else blobs


def _reduced(
    data: Sequence[Bytes], kind: Kind, rows: Sequence[int], wanted: PictureReduction
) -> Iterator[PictureRows]:
    """Yield encoded pictures or depth images as a rule wants them, one kind of file each."""
    blobs = _blobs(data, kind, rows)
    if kind.way == 'depth':
        yield _depths([encoded_depth(blob, METRES_PER_UNIT, wanted) for blob in blobs], rows)
        return
    if (width := wanted.max_width) is None and wanted.jpeg_quality is None:
        yield encoded_rows(blobs, kind.name, rows)
        return
    files: dict[str, tuple[list[Bytes], list[int]]] = {}
    for blob, row in zip(blobs, rows):
        small, media_type = encoded_smaller(blob, kind.name, width, wanted.jpeg_quality)
        of_kind = files.setdefault(media_type, ([], []))
        of_kind[0].append(small)
        of_kind[1].append(row)
    for media_type, (smaller, at) in files.items():
        yield encoded_rows(smaller, media_type, at)


def _image(data: Sequence[Bytes], kind: Kind, rows: Sequence[int]) -> PictureRows:
    return encoded_rows(_blobs(data, kind, rows), kind.name, rows)


def _depth(data: Sequence[Bytes], kind: Kind, rows: Sequence[int]) -> PictureRows:
    return _depths(_blobs(data, kind, rows), rows)


def _depths(blobs: Sequence[Bytes], rows: Sequence[int]) -> PictureRows:
    components = (
        EncodedDepthImage.blob.column(blobs),
        EncodedDepthImage.media_type.column(['image/png'] * len(rows)),
        EncodedDepthImage.meter.column(np.full(len(rows), 1 / METRES_PER_UNIT, np.float32)),
    )
    return PictureRows(components, rows, HELD)


def _video(data: Sequence[Bytes], kind: Kind, rows: Sequence[int]) -> PictureRows:
    keys = [is_keyframe(kind.name, data[row].tobytes()) for row in rows]
    components = (
        VideoStream.codec.column(np.full(len(rows), CODECS[kind.name], np.uint32)),
        VideoStream.sample.column(_blobs(data, kind, rows)),
        VideoStream.is_keyframe.column(np.array(keys, bool)),
    )
    return PictureRows(components, rows, HELD)


def _packed(
    data: Sequence[Bytes], kind: Kind, rows: Sequence[int], wanted: PictureReduction | None
) -> PictureRows:
    scale = 1.0 if kind.inverse else METRES_PER_UNIT
    pixels, sizes = [], []
    for row in rows:
        try:
            image = decoded_depth(data[row], rvl=kind.name == 'rvl', inverse=kind.inverse)
        except DecodeError as error:
            raise ConvertError(error.message, row=row) from error
        shown = image if wanted is None else reduced_depth(image, scale, wanted)
        pixels.append(np.ascontiguousarray(shown).reshape(-1).view(np.uint8))
        sizes.append((shown.shape[1], shown.shape[0]))
    return depth_rows(pixels, 'f4' if kind.inverse else 'u2', scale, sizes, rows)


_DRAW: dict[str, Callable[[Sequence[Bytes], Kind, Sequence[int]], PictureRows]] = {
    'image': _image,
    'depth': _depth,
    'video': _video,
}

CONVERTER = Converter(
    TypeName('sensor_msgs/msg/CompressedImage'),
    convert,
    draws=('data',),
    drawn_as='EncodedImage, depth, video',
)
