"""Numbers to colours."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

__all__ = ['COLORMAPS', 'colors']

Colors = npt.NDArray[np.uint32]

COLORMAPS = ('turbo', 'viridis', 'jet', 'rainbow', 'gray')

NO_COLOR = 0x808080FF
"""Of a value that is not a number."""

# Colours at equal distances; straight lines between them stay within 3/255 of the published maps.
_VIRIDIS = (
    0x440154, 0x481467, 0x482576, 0x463480, 0x414487, 0x3B528B, 0x355F8D, 0x2F6C8E, 0x2A788E,
    0x25848E, 0x21918C, 0x1E9C89, 0x22A884, 0x2FB47C, 0x44BF70, 0x5EC962, 0x7AD151, 0x9BD93C,
    0xBDDF26, 0xDFE318, 0xFDE725,
)  # fmt: skip

_TURBO = (
    0x30123B, 0x3B2F7F, 0x424AB3, 0x4665DB, 0x467EF4, 0x4196FF, 0x31AFF5, 0x21C6E0, 0x18DAC7,
    0x1FE9AE, 0x38F491, 0x5DFC6F, 0x83FF52, 0xA2FC3C, 0xBDF534, 0xD4E735, 0xE9D539, 0xF7C23A,
    0xFEAA33, 0xFE8F28, 0xF8721C, 0xED5510, 0xDF3F08, 0xCD2C04, 0xB61C02, 0x9A0F01, 0x7A0403,
)  # fmt: skip


def colors(
    values: npt.NDArray[np.generic],
    colormap: str = 'turbo',
    value_range: tuple[float | None, float | None] = (None, None),
) -> Colors:
    """
    Return a colour per value, 0xRRGGBBAA.

    :param values: numbers of any kind, shape (n,).
    :param colormap: one of :data:`COLORMAPS`.
    :param value_range: what gets the first and the last colour; None is the least, or the
        greatest, finite value.
    :raises ValueError: there is no such colormap.
    """
    table = _table(colormap)
    if len(values) == 0:
        return np.empty(0, np.uint32)
    low, high = value_range
    if low is None or high is None:
        least, greatest = _finite_range(values)
        low, high = least if low is None else low, greatest if high is None else high
    scale = 255.0 / (high - low) if high > low else 0.0
    wide = np.float64 if values.dtype.itemsize > 4 or values.dtype.kind != 'f' else np.float32
    with np.errstate(invalid='ignore', over='ignore'):
        level = values.astype(wide)
        np.subtract(level, wide(low), out=level)
        np.multiply(level, wide(scale), out=level)
        np.add(level, wide(0.5), out=level)
        np.clip(level, 0, 255, out=level)
        if values.dtype.kind != 'f':
            return table[level.astype(np.uint8)]
        nothing = level != level
        level[nothing] = 0
    result = table[level.astype(np.uint8)]
    result[nothing] = NO_COLOR
    return result


def _finite_range(values: npt.NDArray[np.generic]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    if not np.isfinite([low, high]).all():
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    return low, high


@cache
def _table(colormap: str) -> Colors:
    """Return 256 colours."""
    t = np.linspace(0.0, 1.0, 256)
    if colormap in ('turbo', 'viridis'):
        table = _TURBO if colormap == 'turbo' else _VIRIDIS
        knots = np.array([[c >> 16, c >> 8 & 255, c & 255] for c in table]) / 255
        at = np.linspace(0.0, 1.0, len(knots))
        rgb = np.stack([np.interp(t, at, knots[:, i]) for i in range(3)], 1)
    elif colormap == 'jet':
        rgb = np.stack([1.5 - np.abs(4 * t - centre) for centre in (3, 2, 1)], 1)
    elif colormap == 'rainbow':  # red to violet, as RViz has it
        rgb = _rainbow(t)
    elif colormap in ('gray', 'grey', 'grayscale'):
        rgb = np.stack([t, t, t], 1)
    else:
        raise ValueError(f'no colormap {colormap!r}: there are {", ".join(COLORMAPS)}')
    octets = np.rint(rgb.clip(0, 1) * 255).astype(np.uint32)
    packed: Colors = octets[:, 0] << 24 | octets[:, 1] << 16 | octets[:, 2] << 8 | 255
    packed.setflags(write=False)
    return packed


def _rainbow(t: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the hues from red (0) to violet (1) at full saturation."""
    hue = t * 5.0
    return np.stack(
        [np.abs(hue - 3) - 1, 2 - np.abs(hue - 2), 2 - np.abs(hue - 4)],
        axis=1,
    )
