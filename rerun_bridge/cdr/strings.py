"""The distinct strings of a column: what few values over many rows are worth knowing once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['LAST_CHARACTER', 'string_codes', 'wide_text']

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

FEW = 192
"""To look up 60 strings one by one costs as much as a round."""

MOST_ROUNDS = 32
"""More distinct strings than this are looked up one by one."""

LONGEST_COMPARED = 256
"""Texts of more bytes are not compared piece by piece, but looked up."""

LAST_CHARACTER = 0x10FFFF
"""No Unicode character is beyond; two 2-byte code units read as one number always are."""


def string_codes(
    buffer: Bytes, starts: Ints, lengths: Ints, few: int = FEW
) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    """
    Return a code per string and the distinct strings, in order of appearance.

    Each round takes the first string that has no code yet and finds all its equals at once.

    :param few: up to so many strings are looked up one by one.
    """
    if len(starts) == 1:
        start = int(starts[0])
        return np.zeros(1, np.int32), [buffer[start : start + int(lengths[0])].tobytes()]
    codes = np.full(len(starts), -1, np.int32)
    table: list[bytes] = []
    left = np.arange(len(starts))
    if len(left) <= few:
        _look_up(buffer, starts, lengths, left, codes, table)
        return codes, table
    while len(left):
        start, size = int(starts[left[0]]), int(lengths[left[0]])
        if len(table) == MOST_ROUNDS or size > LONGEST_COMPARED:
            _look_up(buffer, starts, lengths, left, codes, table)
            break
        text = buffer[start : start + size].tobytes()
        same = _equal(buffer, starts[left], lengths[left], text)
        codes[left[same]] = len(table)
        table.append(text)
        left = left[~same]
    return codes, table


def _equal(buffer: Bytes, starts: Ints, lengths: Ints, text: bytes) -> npt.NDArray[np.bool_]:
    """Tell which strings are a given one."""
    same: npt.NDArray[np.bool_] = lengths == len(text)
    if not text:
        return same
    if same.all():
        return _equal_bytes(buffer, starts, text)
    at = np.flatnonzero(same)
    same[at] = _equal_bytes(buffer, starts[at], text)
    return same


def _equal_bytes(buffer: Bytes, starts: Ints, text: bytes) -> npt.NDArray[np.bool_]:
    """Compare in pieces of 8, 4, 2 and 1 bytes, which numpy compares as numbers."""
    same = np.ones(len(starts), np.bool_)
    at = 0
    while at < len(text):
        size = next(n for n in (8, 4, 2, 1) if at + n <= len(text))
        windows = np.ndarray((len(buffer) - size + 1,), f'u{size}', buffer, strides=(1,))
        same &= windows[starts + at] == np.frombuffer(text, f'u{size}', 1, at)[0]
        at += size
    return same


def _look_up(
    buffer: Bytes,
    starts: Ints,
    lengths: Ints,
    left: Ints,
    codes: npt.NDArray[np.int32],
    table: list[bytes],
) -> None:
    known = {text: code for code, text in enumerate(table)}
    view = memoryview(buffer)
    texts = zip(starts[left].tolist(), (starts + lengths)[left].tolist())
    codes[left] = [known.setdefault(bytes(view[at:end]), len(known)) for at, end in texts]
    table[:] = list(known)


def wide_text(raw: bytes, order: str) -> str:
    """
    Return the text of a ``wstring``; what is no text comes escaped.

    Its code units have four bytes, as the ROS middlewares write them, or two. Either way they may
    be UTF-16.

    :param order: byte order, ``<`` or ``>``.
    """
    codec = 'utf-16'
    if len(raw) % 4 == 0:
        units = np.frombuffer(raw, f'{order}u4')
        if len(units) and units[0] <= LAST_CHARACTER:
            if (units <= 0xFFFF).all():
                raw = units.astype(f'{order}u2').tobytes()
            else:
                codec = 'utf-32'
    return raw.decode(f'{codec}-{"le" if order == "<" else "be"}', 'backslashreplace')
