"""Colours of points, as a rule's ``color_field``, ``colormap`` and ``color_range`` ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rerun_bridge.geometry.colormaps import colors

__all__ = ['color_field', 'colors_by_rule', 'packed_colors']


def color_field(options: Mapping[str, object]) -> str | None:
    """Return the field a rule wants to see as colour, or None where it does not say."""
    name = options.get('color_field')
    return None if name is None else str(name)


def colors_by_rule(
    values: npt.NDArray[np.generic], options: Mapping[str, object]
) -> npt.NDArray[np.uint32]:
    """
    Return a colour per value, 0xRRGGBBAA, through the rule's colormap.

    :param values: shape (n,).
    """
    limits = options.get('color_range')
    low, high = limits if isinstance(limits, Sequence) and len(limits) == 2 else (None, None)
    return colors(values, str(options.get('colormap', 'turbo')), (low, high))


def packed_colors(values: npt.NDArray[np.generic], *, has_alpha: bool) -> npt.NDArray[np.uint32]:
    """
    Return the colours of PCL's packed fields, 0xRRGGBBAA.

    :param values: 0xAARRGGBB as uint32, or those bits as float32, shape (n,).
    :param has_alpha: the field is ``rgba``; one whose alpha is zero everywhere has none.
    """
    bits = np.ascontiguousarray(values).view(np.uint32)
    result: npt.NDArray[np.uint32] = bits << np.uint32(8)
    if has_alpha and (bits >= 1 << 24).any():
        result |= bits >> np.uint32(24)
    else:
        result |= np.uint32(255)
    return result
