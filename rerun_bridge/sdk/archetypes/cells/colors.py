"""Colours, as 0xRRGGBBAA."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers, any_array, native_array
from rerun_bridge.sdk.archetypes.memory import Bytes

__all__ = ['Colors']

OPAQUE = (255,)
UINT8, UINT32 = np.dtype(np.uint8), np.dtype(np.uint32)


class Colors(Numbers):
    """
    Cells of colours.

    They come as 0xRRGGBBAA numbers, or as RGB and RGBA: whole numbers up to 255, or floats up to
    1. Three or four whole numbers up to 255 are one colour.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, UINT32)

    def cell(self, value: Any) -> Bytes:
        """Return the bytes of the colours of a row."""
        kind = type(value)
        if kind is int:
            return super().cell(value)
        if (kind is tuple or kind is list) and value:
            if type(value[0]) is int and len(value) in (3, 4):
                try:  # one RGB(A), as the bytes of a little-endian number
                    red, green, blue, *alpha = value
                    return bytes((*(alpha or OPAQUE), blue, green, red))
                except (ValueError, TypeError):
                    pass
            if len(set(map(_channels, value))) > 1:  # RGB and RGBA
                return b''.join([self.cell(each) for each in value])
        return self._array_cell(value)

    def _array_cell(self, value: Any) -> bytes:
        array = any_array(value, self.name)
        if array.dtype == UINT32 or not array.size:
            return array.astype('<u4').tobytes()
        if array.ndim <= 1 and not self._is_one(array):
            if array.dtype != UINT8 and array.dtype.kind != 'f':
                return native_array(array, self.name, UINT32).astype('<u4').tobytes()
            array = array.reshape(-1, 4) if array.size % 4 == 0 else array
        if array.ndim < 1 or array.shape[-1] not in (3, 4):
            raise ValueError(
                f'{self.name}: shape {array.shape}, wanted (n, 3), (n, 4) or numbers 0xRRGGBBAA'
            )
        if array.dtype.kind == 'f':
            array = np.round(np.clip(np.nan_to_num(array), 0, 1) * 255.0).astype(np.uint8)
        return packed(native_array(array, self.name, UINT8).reshape(-1, array.shape[-1]))

    def _is_one(self, array: npt.NDArray[Any]) -> bool:
        """Whether numbers in a row are the channels of one colour."""
        if array.size not in (3, 4) or array.ndim != 1:
            return False
        return array.dtype.kind == 'f' or array.dtype == UINT8 or bool((array <= 255).all())


def _channels(color: Any) -> int:
    """Return how many channels a color among several has; 0 for a number."""
    return len(color) if isinstance(color, (list, tuple)) else int(np.size(color) * np.ndim(color))


def packed(channels: npt.NDArray[np.uint8]) -> bytes:
    """Return RGB or RGBA, shape (n, 3) or (n, 4), as little-endian numbers 0xRRGGBBAA."""
    if channels.shape[1] == 4:
        return np.ascontiguousarray(channels).view('>u4').astype('<u4').tobytes()
    colors = np.empty((len(channels), 4), np.uint8)
    colors[:, 0] = 255
    for channel in range(3):  # one by one is faster than all three reversed
        colors[:, 3 - channel] = channels[:, channel]
    return colors.tobytes()
