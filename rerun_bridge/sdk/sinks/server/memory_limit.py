"""How much memory to take, in bytes or as a share."""

from __future__ import annotations

import os

__all__ = ['memory_limit_bytes']


def memory_limit_bytes(limit: int | str) -> int:
    """
    Return a limit in bytes.

    :param limit: bytes, or a share of the machine's memory like ``'25%'``.
    :raises ValueError: it is neither.
    """
    if isinstance(limit, str):
        share = limit[:-1].strip()
        if not limit.endswith('%') or not share.replace('.', '', 1).isdecimal():
            raise ValueError(f"a memory limit is a number of bytes or like '25%', not {limit!r}")
        total = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')
        return int(total * float(share) / 100)
    if limit < 0:
        raise ValueError(f'a memory limit cannot be negative: {limit}')
    return limit
