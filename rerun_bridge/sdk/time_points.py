"""Points in time and durations, as people give them, in nanoseconds."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.time import TimeType

if TYPE_CHECKING:
    DurationLike: TypeAlias = 'float | timedelta | np.timedelta64'
    TimestampLike: TypeAlias = 'float | datetime | np.datetime64'

__all__ = [
    'duration_ns',
    'sequence_number',
    'time_value',
    'time_values',
    'timestamp_ns',
]

SEQUENCE, DURATION, TIMESTAMP = TimeType
LARGEST = 2**63 - 1
SMALLEST = -LARGEST
"""One less, -2^63, means *static* and is no time."""
SAFE_SECONDS = 9e9
"""Fewer fit into 64 bits as nanoseconds."""
NOT_SECONDS = 1e11
"""A timestamp above is in milliseconds or less: as seconds it would be in the year 5138."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


def sequence_number(value: int) -> int:
    """
    Return a whole number that a timeline can hold.

    :raises TypeError: it is not one.
    :raises ValueError: it is too large.
    """
    try:
        return _fitting(operator.index(value))
    except TypeError:
        raise TypeError(f'sequence={value!r}: wanted a whole number') from None


def duration_ns(value: DurationLike) -> int:
    """
    Return a duration in nanoseconds.

    :param value: numbers are seconds.
    :raises TypeError: it is none.
    :raises ValueError: it is too long, or not a time.
    """
    if type(value) is float and -SAFE_SECONDS < value < SAFE_SECONDS:  # by far the most
        return round(value * 1e9)
    if isinstance(value, timedelta):
        return _fitting(value // _MICROSECOND * 1000)
    if isinstance(value, np.timedelta64):
        return _fitting(int(value.astype('m8[ns]').astype(np.int64)))
    return _nanoseconds(value, 'duration')


def timestamp_ns(value: TimestampLike) -> int:
    """
    Return nanoseconds since the Unix epoch.

    :param value: numbers are seconds since then; a ``datetime`` without a zone is in UTC.
    :raises TypeError: it is no time.
    :raises ValueError: it does not fit, or not into seconds.
    """
    if type(value) is float and -SAFE_SECONDS < value < SAFE_SECONDS:  # by far the most
        return round(value * 1e9)
    if isinstance(value, datetime):
        exact = getattr(value, 'to_datetime64', None)  # pandas' have nanoseconds
        if exact is not None:
            return timestamp_ns(exact())
        if value.tzinfo is None:
            value = value.replace(tzinfo=timezone.utc)
        return _fitting((value - _EPOCH) // _MICROSECOND * 1000)
    if isinstance(value, np.datetime64):
        return _fitting(int(value.astype('M8[ns]').astype(np.int64)))
    nanoseconds = _nanoseconds(value, 'timestamp')
    if nanoseconds > NOT_SECONDS * 1e9:
        raise ValueError(f'timestamp={value!r}: wanted seconds since 1970, not milliseconds')
    return nanoseconds


def _nanoseconds(value: Any, name: str) -> int:
    """Return seconds in nanoseconds."""
    if isinstance(value, (int, np.integer)):
        return _fitting(int(value) * 1_000_000_000)
    if isinstance(value, (float, np.floating)):
        try:
            return _fitting(round(float(value) * 1e9))
        except OverflowError:
            raise ValueError(f'{name}={value!r}: too large') from None
    raise TypeError(f'{name}={value!r}: wanted seconds, or a time of datetime or numpy')


def _fitting(value: int) -> int:
    if not SMALLEST <= value <= LARGEST:
        raise ValueError(f'{value} is no time that fits into 64 bits')
    return value


def time_value(sequence: Any, duration: Any, timestamp: Any) -> tuple[TimeType, int]:
    """
    Return what kind of time is given, and its value.

    :raises ValueError: not exactly one is given, or it does not fit.
    :raises TypeError: it is no such time.
    """
    if sequence is None and (duration is None) is not (timestamp is None):
        if duration is None:
            return TIMESTAMP, timestamp_ns(timestamp)
        return DURATION, duration_ns(duration)
    if sequence is None or duration is not None or timestamp is not None:
        raise ValueError('wanted exactly one of sequence, duration and timestamp')
    return SEQUENCE, sequence_number(sequence)


def time_values(
    sequence: Iterable[int] | None,
    duration: Iterable[DurationLike] | None,
    timestamp: Iterable[TimestampLike] | None,
) -> tuple[TimeType, npt.NDArray[np.int64]]:
    """
    Return what kind of times are given, and their values, shape (rows,).

    :raises ValueError: not exactly one is given, or one does not fit.
    :raises TypeError: they are no such times.
    """
    if (sequence is None) + (duration is None) + (timestamp is None) != 2:
        raise ValueError('wanted exactly one of sequence, duration and timestamp')
    if sequence is not None:
        if isinstance(sequence, np.ndarray) and sequence.dtype.kind in 'iu':
            return TimeType.SEQUENCE, sequence.astype(np.int64)
        return TimeType.SEQUENCE, _each(sequence, sequence_number)
    if duration is not None:
        return TimeType.DURATION, _times(duration, 'm', duration_ns)
    return TimeType.TIMESTAMP, _times(timestamp, 'M', timestamp_ns)


def _times(values: Any, kind: str, convert: Any) -> npt.NDArray[np.int64]:
    if isinstance(values, np.ndarray) and values.dtype.kind == kind:
        return values.astype(f'{kind}8[ns]').view(np.int64)
    return _each(values, convert)


def _each(values: Iterable[Any], convert: Any) -> npt.NDArray[np.int64]:
    return np.array([convert(value) for value in values], np.int64)
