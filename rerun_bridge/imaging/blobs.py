"""What compressed image bytes are, by their first bytes and by the name that came with them."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ['HEAD_BYTES', 'media_type_of', 'named_codec', 'named_depth']

HEAD_BYTES = 12
"""How many first bytes :func:`media_type_of` looks at."""

_MAGIC: tuple[tuple[str, bytes, bytes], ...] = (
    ('image/jpeg', b'\xff\xd8\xff', b''),
    ('image/png', b'\x89PNG\r\n\x1a\n', b''),
    ('image/webp', b'RIFF', b'WEBP'),
    ('image/tiff', b'II*\0', b''),
    ('image/tiff', b'MM\0*', b''),
    ('image/bmp', b'BM', b''),
    ('image/gif', b'GIF8', b''),
)
"""Media type, first bytes, and bytes at 8."""

_CODECS = {'h264': 'H264', 'avc': 'H264', 'h265': 'H265', 'hevc': 'H265', 'av1': 'AV1'}


def media_type_of(head: bytes) -> str:
    """
    Return the media type of an image, or empty for bytes that begin like none.

    :param head: its first :data:`HEAD_BYTES`; all of it, where there are fewer.
    """
    for media_type, first, at_8 in _MAGIC:
        if head.startswith(first) and (not at_8 or head.startswith(at_8, 8)):
            return media_type
    return ''


@lru_cache(maxsize=256)
def named_codec(name: str) -> str:
    """Return the video codec a format string names: ``H264 H265 AV1``, or empty."""
    words = re.findall(r'[a-z0-9]+', name.lower().replace('.', ''))
    return next((_CODECS[word] for word in words if word in _CODECS), '')


@lru_cache(maxsize=256)
def named_depth(name: str) -> tuple[str, str]:
    """
    Return the pixels' encoding that a format string begins with, and how they are packed.

    :returns: e.g. ``('16UC1', 'png')`` or ``('32FC1', 'rvl')``; packing is empty without
        ``compressedDepth``, and the encoding where there is no ``;`` in the string.
    """
    encoding, semicolon, rest = name.partition(';')
    packing = ''
    if 'compresseddepth' in name.lower():
        packing = 'rvl' if 'rvl' in rest.lower() else 'png'
    return (encoding.strip() if semicolon else ''), packing
