"""Bayer mosaics to RGB."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['demosaiced']

# OpenCV names a pattern after its pixels (1, 1) and (1, 2), everybody else after (0, 0) and (0,
# 1).
_OPENCV = {'rggb': 'BG', 'bggr': 'RG', 'gbrg': 'GR', 'grbg': 'GB'}

# The pattern as seen from one pixel up and left of the first.
_SHIFTED = {'rggb': 'bggr', 'bggr': 'rggb', 'gbrg': 'grbg', 'grbg': 'gbrg'}


def demosaiced(mosaic: npt.NDArray[np.generic], pattern: str) -> npt.NDArray[np.generic]:
    """
    Return RGB, bilinear.

    Every pixel keeps the colour that was measured there, so nothing of the mosaic is lost.

    :param mosaic: uint8 or uint16 in native byte order, shape (height >= 2, width >= 2).
    :param pattern: ``rggb bggr gbrg grbg``.
    :returns: shape (height, width, 3).
    """
    import cv2  # an edge: only Bayer images need it

    # OpenCV copies the outermost pixels from their neighbours: give it a frame to lose.
    framed = cv2.copyMakeBorder(
        np.require(mosaic, requirements=['A', 'C']), 1, 1, 1, 1, cv2.BORDER_REFLECT_101
    )
    code = getattr(cv2, f'COLOR_Bayer{_OPENCV[_SHIFTED[pattern]]}2RGB')
    rgb: npt.NDArray[np.generic] = cv2.cvtColor(framed, code)[1:-1, 1:-1]
    return rgb
