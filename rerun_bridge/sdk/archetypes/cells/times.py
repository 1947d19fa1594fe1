"""Times and durations, in nanoseconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.memory import Bytes

__all__ = ['Times']


class Times(Numbers):
    """
    Cells of times: int64, nanoseconds since the Unix epoch, or since the start of a video.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, np.int64)

    def cell(self, value: Any) -> Bytes:
        """Return the bytes of the times of a row: numbers, or Python's or numpy's times."""
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                value = value.astimezone(timezone.utc).replace(tzinfo=None)
            value = np.datetime64(value, 'ns')
        elif isinstance(value, timedelta):
            value = np.timedelta64(value, 'ns')
        elif isinstance(value, (list, tuple)) and value and not isinstance(value[0], int):
            return b''.join([self.cell(each) for each in value])
        if isinstance(value, (np.ndarray, np.datetime64, np.timedelta64)):
            kind = value.dtype.kind
            if kind in 'mM':
                value = np.asarray(value, f'{kind}8[ns]').view(np.int64)
        return super().cell(value)
