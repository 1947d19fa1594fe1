"""Pictures into files; the border to OpenCV, which is needed for nothing else here."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['jpeg', 'png']


def jpeg(pixels: npt.NDArray[np.uint8], quality: int) -> bytes:
    """
    Return a JPEG file.

    :param pixels: shape (height, width) or (height, width, 3), in the order BGR.
    :param quality: up to 100.
    """
    return _encoded('.jpg', pixels, 'IMWRITE_JPEG_QUALITY', quality)


def png(pixels: npt.NDArray[Any], level: int) -> bytes:
    """
    Return a PNG file.

    :param pixels: uint8 or uint16, shape (height, width).
    :param level: of compression, up to 9.
    """
    return _encoded('.png', pixels, 'IMWRITE_PNG_COMPRESSION', level)


def _encoded(suffix: str, pixels: npt.NDArray[Any], option: str, value: int) -> bytes:
    try:
        import cv2  # an edge: only `compress` needs it
    except ImportError:
        raise ImportError('to compress pictures: pip install opencv-python-headless') from None
    done, data = cv2.imencode(suffix, np.ascontiguousarray(pixels), [getattr(cv2, option), value])
    if not done:
        raise ValueError(f'no {suffix} can be made of {pixels.dtype} {pixels.shape}')
    return data.tobytes()
