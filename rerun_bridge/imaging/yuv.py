"""YUV layouts: from those that Rerun does not know to those it does, without loss."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['nv12_from_nv21', 'planes_from_nv24', 'yuyv_from_uyvy']

Bytes = npt.NDArray[np.uint8]


def yuyv_from_uyvy(pixels: Bytes) -> Bytes:
    """Return ``U Y V Y`` bytes as ``Y U Y V``; any shape with an even last axis."""
    swapped: Bytes = pixels.view(np.uint16).byteswap().view(np.uint8)
    return swapped


def nv12_from_nv21(pixels: Bytes, height: int) -> Bytes:
    """
    Return an image whose chroma pairs are ``V U`` with them as ``U V``.

    :param pixels: shape (height * 3 / 2, width), an even width.
    """
    result = pixels.copy()
    result[height:] = pixels[height:].view(np.uint16).byteswap().view(np.uint8)
    return result


def planes_from_nv24(luma: Bytes, chroma: Bytes) -> Bytes:
    """
    Return the planes Y, U and V one after the other.

    :param luma: shape (height, width).
    :param chroma: shape (height, 2 * width), ``U V`` pairs.
    :returns: shape (3, height, width).
    """
    return np.stack([luma, chroma[:, 0::2], chroma[:, 1::2]])
