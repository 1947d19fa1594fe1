"""YUV layouts: from those that Rerun does not know to those it does, without loss; and to RGB."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['nv12_from_nv21', 'planes_from_nv24', 'rgb_from_planes', 'yuyv_from_uyvy']

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


def rgb_from_planes(planes: Bytes) -> Bytes:
    """
    Return RGB of the planes Y, U and V in limited range (BT.601).

    :param planes: shape (3, height, width).
    :returns: shape (height, width, 3).
    """
    y, u, v = planes.astype(np.float32) - np.array([16, 128, 128], np.float32)[:, None, None]
    y *= 255 / 219
    rgb = np.stack([y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u], axis=-1)
    pixels: Bytes = np.rint(rgb).clip(0, 255).astype(np.uint8)
    return pixels
