"""Which samples of a video stream a decoder can start from."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ['is_keyframe', 'is_sample']

START_CODE = b'\0\0\1'

_H264_IDR, _H264_SLICES = 5, range(1, 6)
_H265_IRAP, _H265_SLICES = range(16, 24), range(32)
_AV1_FRAME_HEADER, _AV1_FRAME = 3, 6
_AV1_TYPES = range(1, 9)


def is_sample(codec: str, sample: bytes) -> bool:
    """
    Tell whether bytes begin as a sample of a codec does.

    :param codec: ``H264``, ``H265`` (both Annex B: with start codes) or ``AV1`` (open bitstream
        units).
    """
    if codec == 'AV1':
        return bool(sample) and not sample[0] & 0x81 and (sample[0] >> 3 & 15) in _AV1_TYPES
    return sample.startswith((START_CODE, b'\0' + START_CODE))


def is_keyframe(codec: str, sample: bytes) -> bool:
    """
    Tell whether a sample can be decoded without those before it.

    :param codec: as for :func:`is_sample`.
    :param sample: one access unit (a temporal unit of AV1).
    """
    if codec == 'AV1':
        return _is_av1_keyframe(sample)
    for first in _nal_headers(sample):
        if codec == 'H264' and first & 0x1F in _H264_SLICES:
            return first & 0x1F == _H264_IDR
        if codec == 'H265' and first >> 1 & 0x3F in _H265_SLICES:
            return first >> 1 & 0x3F in _H265_IRAP
    return False


def _nal_headers(sample: bytes) -> Iterator[int]:
    """Yield the first byte of every unit; the slices come last, so a reader soon knows enough."""
    at = sample.find(START_CODE)
    while 0 <= at < len(sample) - 3:
        yield sample[at + 3]
        at = sample.find(START_CODE, at + 3)


def _is_av1_keyframe(sample: bytes) -> bool:
    for kind, payload in _units(sample):
        if kind in (_AV1_FRAME, _AV1_FRAME_HEADER) and payload:
            return payload[0] >> 5 == 0  # not an existing frame, and of type KEY_FRAME
    return False


def _units(sample: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield type and first byte of every open bitstream unit; stops where they make no sense."""
    at = 0
    while at < len(sample):
        header = sample[at]
        if header & 0x80:
            return
        at += 2 if header & 0x04 else 1
        size = len(sample) - at
        if header & 0x02:
            size, shift = 0, 0
            while at < len(sample) and shift < 56:
                byte = sample[at]
                size |= (byte & 0x7F) << shift
                at, shift = at + 1, shift + 7
                if not byte & 0x80:
                    break
        yield header >> 3 & 15, sample[at : at + 1]
        at += size
