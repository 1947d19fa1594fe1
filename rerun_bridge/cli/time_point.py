"""A time on the command line: seconds from the start of the bag, Unix seconds, or a date."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from rerun_bridge.nouns import dataclass

__all__ = ['TimePoint', 'parse_duration_ns', 'parse_time_point', 'time_range_ns']

NS_PER_S = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST_UNIX_S = 100_000_000
"""Numbers from here on are Unix seconds: no bag lasts three years, and none is older than 1973."""
MOST_NS = 2**63 - 1


@dataclass(frozen=True)
class TimePoint:
    """
    A point in time.

    :param ns: since the start of the bag, else since the Unix epoch.
    """

    ns: int
    since_start: bool

    def resolve(self, start_ns: int) -> int:
        """Return nanoseconds since the Unix epoch."""
        return min(self.ns + (start_ns if self.since_start else 0), MOST_NS)


def parse_duration_ns(text: str) -> int:
    """
    Return nanoseconds.

    :param text: seconds, ``2.5``.
    :raises ValueError: it is not a number of seconds.
    """
    from decimal import Decimal, InvalidOperation  # start-up: most runs have no time

    try:
        seconds = Decimal(text)
    except InvalidOperation:
        raise ValueError(f'expected seconds, got {text!r}') from None
    if not seconds.is_finite() or not 0 <= seconds <= MOST_NS // NS_PER_S:
        raise ValueError(f'expected seconds from 0 on, got {text!r}')
    return int(seconds * NS_PER_S)


def parse_time_point(text: str) -> TimePoint:
    """
    Return a point in time.

    :param text: ``12.5`` (since the start), ``1699383597.2`` (Unix seconds) or
        ``2023-11-07T18:59:57.2`` (UTC, unless it ends with a zone).
    :raises ValueError: it is none of them.
    """
    if ':' not in text and text.count('-') != 2:
        ns = parse_duration_ns(text)
        return TimePoint(ns, since_start=ns < FIRST_UNIX_S * NS_PER_S)
    whole, point, rest = text.strip().partition('.')
    digits = rest[: len(rest) - len(rest.lstrip('0123456789'))]
    zone = rest[len(digits) :]
    if not point and whole.endswith('Z'):
        whole, zone = whole[:-1], 'Z'
    try:
        time = datetime.fromisoformat(whole + ('+00:00' if zone == 'Z' else zone))
    except ValueError:
        raise ValueError(f'expected seconds or a date and time, got {text!r}') from None
    zoned = time if time.tzinfo else time.replace(tzinfo=timezone.utc)
    fraction_ns = int(digits[:9].ljust(9, '0')) if digits else 0
    ns = (zoned - EPOCH) // timedelta(seconds=1) * NS_PER_S + fraction_ns
    return TimePoint(ns, since_start=False)


def time_range_ns(
    start: TimePoint | None, end: TimePoint | None, duration_ns: int | None, bag_start_ns: int
) -> tuple[int | None, int | None]:
    """
    Return the first log time that is wanted, and the first that is not wanted any more.

    :param duration_ns: from ``start`` on, or from the start of the bag; ``end`` is None then.
    """
    start_ns = None if start is None else start.resolve(bag_start_ns)
    end_ns = None if end is None else end.resolve(bag_start_ns)
    if duration_ns is not None:
        first_ns = bag_start_ns if start_ns is None else start_ns
        end_ns = min(first_ns + duration_ns, MOST_NS)
    return start_ns, end_ns
