"""How deep a value is nested, without making an array of it."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ['nesting']


def nesting(value: Any) -> int:
    """Return the number of axes a value would have as an array, by its first items."""
    depth = 0
    while isinstance(value, (list, tuple)):
        depth += 1
        if not value:
            return depth
        value = value[0]
    if isinstance(value, np.ndarray):
        return depth + value.ndim
    return depth + (np.asarray(value).ndim if hasattr(value, '__array__') else 0)
