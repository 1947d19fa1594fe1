"""
RVL, a fast lossless code for depth images.

After A. D. Wilson, *Fast Lossless Depth Image Compression*, 2017.

A stream of nibbles, the most significant of a 32-bit little-endian word first. A number is a run
of nibbles of three bits each, low bits first; the fourth bit says that more follow. The image is
runs: how many zeros, how many others, and for each of those the zigzag-coded difference from the
last pixel that was not zero.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import DecodeError

__all__ = ['decoded_rvl']

LONGEST = 10
"""Nibbles of the longest number: 30 bits; a difference has at most 6, a run of zeros rarely 9."""


def decoded_rvl(data: npt.NDArray[np.uint8], pixels: int) -> npt.NDArray[np.uint16]:
    """
    Return the pixels of an RVL stream.

    :param data: uint8, shape (bytes,).
    :param pixels: how many there are to be.
    :raises DecodeError: the stream ends too early or holds something else.
    """
    numbers = _numbers(data)
    starts, runs = _runs(numbers, pixels)
    is_pixel = np.ones(len(numbers), bool)
    is_pixel[starts] = False
    is_pixel[starts + 1] = False
    is_pixel[int(starts[-1]) + 2 + int(runs[-1]) if len(starts) else 0 :] = False
    zigzag = numbers[is_pixel]
    differences = (zigzag >> 1) ^ -(zigzag & 1)
    result = np.zeros(pixels, np.uint16)
    has_depth = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    result[has_depth] = np.cumsum(differences.astype(np.uint16), dtype=np.uint16)  # modulo 2^16
    return result


def _numbers(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """Return all numbers of a stream."""
    words = np.zeros(-(-len(data) // 4) * 4, np.uint8)
    words[: len(data)] = data
    octets = words.view(np.uint32).byteswap().view(np.uint8)
    nibbles = np.empty(2 * len(octets), np.uint8)
    nibbles[0::2] = octets >> 4
    nibbles[1::2] = octets & 15
    last = np.flatnonzero(nibbles < 8)
    nibbles &= 7
    first = np.empty_like(last)
    first[:1] = 0
    np.add(last[:-1], 1, out=first[1:])
    more = last - first
    if len(more) and int(more.max()) >= LONGEST:
        raise DecodeError('RVL: a number of more than 30 bits')
    numbers = nibbles[first].astype(np.int32)
    rest = np.flatnonzero(more > 0)
    digit = 1
    while len(rest):
        numbers[rest] |= nibbles[first[rest] + digit].astype(np.int32) << (3 * digit)
        digit += 1
        rest = rest[more[rest] >= digit]
    return numbers


def _runs(
    numbers: npt.NDArray[np.int32], pixels: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where each pair of runs begins, and how long: zeros, others, zeros, others."""
    view, end = memoryview(numbers), len(numbers)
    starts: list[int] = []
    runs: list[int] = []
    at = filled = 0
    while filled < pixels:
        if at + 1 >= end:
            raise DecodeError(f'RVL: ends after {filled} of {pixels} pixels')
        zeros, others = view[at], view[at + 1]
        starts.append(at)
        runs += (zeros, others)
        at += 2 + others
        filled += zeros + others
        if zeros + others == 0 and pixels:
            _refuse_idling(runs, pixels)
    if filled > pixels or at > end:
        raise DecodeError(f'RVL: {filled} pixels instead of {pixels}, or fewer numbers')
    return np.array(starts, np.int64), np.array(runs, np.int64)


def _refuse_idling(runs: list[int], pixels: int) -> None:
    """Refuse streams of empty runs, which no encoder writes."""
    if len(runs) > 2 * pixels + 2:
        raise DecodeError('RVL: nothing but empty runs')
