"""What a reader gives: messages that came together, and who published them when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ['Samples']


class Samples(NamedTuple):
    """
    Messages of one reader, in order; message ``i`` is ``buffer[starts[i]:][:lengths[i]]``.

    :param published_ns: int64, shape (n,), by the clock of whoever published.
    :param writers: uint64, shape (n,): a handle of each message's writer.
    :param buffer: uint8, shape (bytes,).
    :param starts: int64, shape (n,).
    :param lengths: int64, shape (n,).
    :param is_of_one: all are known to be of one writer.
    """

    published_ns: npt.NDArray[np.int64]
    writers: npt.NDArray[np.uint64]
    buffer: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    is_of_one: bool = False
