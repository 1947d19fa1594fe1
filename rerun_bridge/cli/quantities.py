"""Numbers as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

__all__ = ['byte_text', 'count_text', 'duration_text', 'hz_text', 'time_text']

NS_PER_S = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def count_text(number: int, word: str) -> str:
    """Return ``1 message`` or ``12,345 messages``."""
    return f'{number:,} {word}' if number == 1 else f'{number:,} {word}s'


def byte_text(size_bytes: float) -> str:
    """Return a size with three digits: ``1.23 GB`` (powers of 1000, as disks count)."""
    units = ['B', 'kB', 'MB', 'GB', 'TB']
    while size_bytes >= 999.5 and len(units) > 1:
        size_bytes /= 1000
        units.pop(0)
    unit = units[0]
    digits = 0 if unit == 'B' or size_bytes >= 99.95 else 1 if size_bytes >= 9.995 else 2
    return f'{size_bytes:.{digits}f} {unit}'


def duration_text(seconds: float) -> str:
    """Return ``1.23 s``, ``4:05`` or ``1:02:03``."""
    if seconds < 60:
        return f'{seconds:.2f} s'
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f'{hours}:{minutes:02}:{rest:02}' if hours else f'{minutes}:{rest:02}'


def hz_text(hz: float) -> str:
    """Return a rate with three digits or so."""
    return f'{hz:,.0f}' if hz >= 99.5 else f'{hz:.3g}'


def time_text(time_ns: int) -> str:
    """Return a time in UTC to the millisecond; one that no calendar holds as seconds."""
    try:
        time = EPOCH + timedelta(milliseconds=time_ns // 1_000_000)
    except OverflowError:
        return f'{time_ns / NS_PER_S:.3f} s'
    return f'{time:%Y-%m-%d %H:%M:%S}.{time.microsecond // 1000:03} UTC'
