"""How long and how large rows may gather before they become a chunk."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from rerun_bridge.sdk.misuse import warn_once

__all__ = ['BatchLimits']

T = TypeVar('T')

_UNITS = {'': 1, 'B': 1}
_UNITS |= {f'{letter}B': 1000 ** (i + 1) for i, letter in enumerate('KMGT')}
_UNITS |= {f'{letter}IB': 1024 ** (i + 1) for i, letter in enumerate('KMGT')}


class BatchLimits:
    """
    When the rows of an entity become a chunk: what is reached first counts.

    :param tick_s: they have gathered for so long; None for a time that suits the sinks.
    :param num_bytes: they take so much memory.
    :param num_rows: they are so many; None for any number.
    :param rows_if_unsorted: a chunk has at most so many rows if their times go back somewhere.
    """

    __slots__ = ('num_bytes', 'num_rows', 'rows_if_unsorted', 'tick_s')

    def __init__(
        self,
        tick_s: float | None = None,
        num_bytes: int = 4 * 1024 * 1024,
        num_rows: int | None = None,
        rows_if_unsorted: int = 8192,
    ) -> None:
        self.tick_s = tick_s
        self.num_bytes = num_bytes
        self.num_rows = num_rows
        self.rows_if_unsorted = rows_if_unsorted

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> BatchLimits:
        """Return the usual limits, or what Rerun's environment variables say; nonsense warns."""
        limits = cls()

        def read(name: str, convert: Callable[[str], T], default: T) -> T:
            text = environment.get(name)
            if text is None:
                return default
            try:
                return convert(text)
            except ValueError:
                warn_once(f'{name}={text!r} is not understood and does not count')
                return default

        limits.tick_s = read('RERUN_FLUSH_TICK_SECS', _seconds, limits.tick_s)
        limits.num_bytes = read('RERUN_FLUSH_NUM_BYTES', number_of_bytes, limits.num_bytes)
        limits.num_rows = read('RERUN_FLUSH_NUM_ROWS', _count, limits.num_rows)
        rows = read('RERUN_MAX_CHUNK_ROWS_IF_UNSORTED', _count, limits.rows_if_unsorted)
        limits.rows_if_unsorted = read('RERUN_CHUNK_MAX_ROWS_IF_UNSORTED', _count, rows)
        return limits


def number_of_bytes(text: str) -> int:
    """
    Return a size like ``10MB``, ``1.5 GiB`` or ``4096`` in bytes.

    :raises ValueError: it is none.
    """
    match = re.fullmatch(r'\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*', text)
    if match is None or match[2].upper() not in _UNITS:
        raise ValueError(f'{text!r} is no size')
    return int(float(match[1]) * _UNITS[match[2].upper()])


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 1e9:
        raise ValueError(f'{text} is no time to wait')
    return seconds


def _count(text: str) -> int:
    rows = int(text)
    if rows < 1:
        raise ValueError(f'{text} is no number of rows')
    return rows
