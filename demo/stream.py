"""A stream is one topic of a bag: its times, and the CDR bytes of every message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ['Stream', 'Times', 'of_messages', 'of_rows', 'set_stamps']

SECOND_NS = 1_000_000_000


@dataclass(frozen=True)
class Times:
    """
    When each message of a stream was measured, published and logged.

    :param stamp_ns: int64, shape (n,), for the headers.
    :param publish_ns: int64, shape (n,).
    :param log_ns: int64, shape (n,), never falling.
    """

    stamp_ns: npt.NDArray[np.int64]
    publish_ns: npt.NDArray[np.int64]
    log_ns: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.stamp_ns)


@dataclass(frozen=True)
class Stream:
    """
    One topic.

    :param message: CDR bytes of message ``i``; asked for in order.
    :param latched: durability is transient local, as of ``/tf_static`` and ``/map``.
    """

    topic: str
    type_name: str
    times: Times
    message: Callable[[int], bytes | memoryview]
    latched: bool = False

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.times)


def set_stamps(
    rows: npt.NDArray[np.void], stamp_ns: npt.NDArray[np.int64] | int, prefix: str = ''
) -> None:
    """Fill in the members that :func:`demo.cdr_layout.stamp` made."""
    rows[prefix + 'sec'] = stamp_ns // SECOND_NS
    rows[prefix + 'nanosec'] = stamp_ns % SECOND_NS


def of_rows(
    topic: str, type_name: str, times: Times, rows: npt.NDArray[np.void], latched: bool = False
) -> Stream:
    """Return the stream whose message ``i`` is row ``i`` of a structured array."""
    size = rows.dtype.itemsize
    data = memoryview(rows.view(np.uint8)).cast('B')
    return Stream(topic, type_name, times, lambda i: data[i * size : i * size + size], latched)


def of_messages(topic: str, type_name: str, times: Times, messages: Sequence[bytes]) -> Stream:
    """Return a stream of messages that are there already, for the few whose strings differ."""
    return Stream(topic, type_name, times, messages.__getitem__)
