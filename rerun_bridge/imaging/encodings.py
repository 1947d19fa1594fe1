"""
The names in ``sensor_msgs/image_encodings.hpp``, and what each says about the pixels.

Besides the named encodings there are the generic ones of OpenCV, ``<bits><S|U|F>C<channels>``, for
any number of channels. Three and four channels without a meaning are taken as BGR and BGRA, as
OpenCV and RViz do.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rerun_bridge.nouns import dataclass

__all__ = ['PixelEncoding', 'encoding_of']


@dataclass(frozen=True)
class PixelEncoding:
    """
    How pixels lie in memory.

    :param dtype: numpy code of a channel without byte order.
    :param channels: per pixel, side by side; 1 for Bayer and the planes of YUV.
    :param order: what the channels are: ``L RGB RGBA BGR BGRA``, ``?`` where that is not known.
    :param bayer: colours of the first 2x2 pixels, row by row: ``rggb bggr gbrg grbg``; else empty.
    :param yuv: ``uyvy yuyv nv12 nv21 nv24``; else empty.
    :param metres_per_unit: of a depth image: metres in one unit; 0 for a picture.
    """

    dtype: str
    channels: int = 1
    order: str = 'L'
    bayer: str = ''
    yuv: str = ''
    metres_per_unit: float = 0.0

    @property
    def pixel_bytes(self) -> int:
        """Bytes from one pixel to the next in a row."""
        if self.yuv in ('uyvy', 'yuyv'):
            return 2
        return int(self.dtype[1]) * self.channels


_ORDERS = {1: 'L', 3: 'BGR', 4: 'BGRA'}
_DEPTHS = {('u2', 1): 0.001, ('f4', 1): 1.0}
_KINDS = {'U': 'u', 'S': 'i', 'F': 'f'}
_GENERIC = re.compile(r'(8|16|32|64)(U|S|F)(?:C([1-9][0-9]{0,2}))?')
_GENERIC_TYPES = ('u1', 'i1', 'u2', 'i2', 'i4', 'f4', 'f8', 'u4', 'f2')


def _named() -> dict[str, PixelEncoding]:
    table = {
        f'{order.lower()}{bits}': PixelEncoding(f'u{bits // 8}', len(order), order)
        for order in ('RGB', 'RGBA', 'BGR', 'BGRA')
        for bits in (8, 16)
    }
    for bits in (8, 16):
        table[f'mono{bits}'] = PixelEncoding(f'u{bits // 8}')
        for pattern in ('rggb', 'bggr', 'gbrg', 'grbg'):
            table[f'bayer_{pattern}{bits}'] = PixelEncoding(f'u{bits // 8}', bayer=pattern)
    names = {'yuv422': 'uyvy', 'yuv422_yuy2': 'yuyv'}  # the old names of the two
    for name in (*names, 'uyvy', 'yuyv', 'nv12', 'nv21', 'nv24'):
        table[name] = PixelEncoding('u1', yuv=names.get(name, name))
    return table


_NAMED = _named()


@lru_cache(maxsize=256)
def encoding_of(name: str) -> PixelEncoding | None:
    """
    Return what an encoding's name means, or None where it means nothing.

    ``16UC1`` and ``32FC1`` are depth, in millimetres and metres (REP 118); ``mono16`` is not.
    """
    name = name.strip()
    found = _NAMED.get(name.lower())
    if found is not None:
        return found
    match = _GENERIC.fullmatch(name.upper())
    if match is None:
        return None
    bits, kind, count = match.groups()
    dtype, channels = f'{_KINDS[kind]}{int(bits) // 8}', int(count or 1)
    if dtype not in _GENERIC_TYPES:
        return None
    depth = _DEPTHS.get((dtype, channels), 0.0)
    return PixelEncoding(dtype, channels, _ORDERS.get(channels, '?'), metres_per_unit=depth)
