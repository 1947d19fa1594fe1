"""The distinct strings of a column: what few values over many rows are worth knowing once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import Bytes, Ints, gather, gatherer

__all__ = ['LAST_CHARACTER', 'string_codes', 'wide_text']

Words = npt.NDArray[np.uint64]

FEW = 192
"""To look up 60 strings one by one costs as much as a round."""

LONGEST_COMPARED = 128
"""Texts of more bytes are not compared word by word, but looked up."""

WORD_BYTES = 8
WORD = np.dtype('<u8')
KEPT_BITS = np.array([(1 << 8 * n) - 1 for n in range(WORD_BYTES + 1)], np.uint64)
"""By how many bytes of a word belong to the text."""

MIX, FOLD, BUCKET_BITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(29), 16
"""An odd number with no pattern in its bits, as hash functions multiply with."""

LAST_CHARACTER = 0x10FFFF
"""No Unicode character is beyond; two 2-byte code units read as one number always are."""


def string_codes(
    buffer: Bytes, starts: Ints, lengths: Ints, few: int = FEW
) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    """
    Return a code per string and the distinct strings, in order of appearance.

    :param few: up to so many strings are looked up one by one.
    """
    codes = np.zeros(len(starts), np.int32)
    if len(starts) == 0:
        return codes, []
    start, size = int(starts[0]), int(lengths[0])
    if len(starts) > few and size <= LONGEST_COMPARED:
        text = buffer[start : start + size].tobytes()
        if bool((lengths == size).all()) and _are_all(buffer, starts, text):
            return codes, [text]
    representatives = np.full(len(starts), -1, np.int64)
    if len(starts) > few:
        _represent(buffer, starts, lengths, representatives)
    return codes, _looked_up(buffer, starts, lengths, representatives, codes)


def _are_all(buffer: Bytes, starts: Ints, text: bytes) -> bool:
    """Compare in pieces of 8, 4, 2 and 1 bytes, which numpy compares as numbers."""
    at, values = 0, gatherer(buffer, starts)
    while at < len(text):
        size = next(n for n in (8, 4, 2, 1) if at + n <= len(text))
        kind = np.dtype(f'<u{size}')
        if not (values(at, kind) == np.frombuffer(text, kind, 1, at)[0]).all():
            return False
        at += size
    return True


def _represent(buffer: Bytes, starts: Ints, lengths: Ints, representatives: Ints) -> None:
    """
    Set the first string that each string is equal to; -1 stays where that is not known.

    Strings with the same bits of a hash are compared with the first of them, word by word; so are
    not known: strings that share these bits with another one, long ones, and those at the end of
    the buffer, beyond which nothing can be read.
    """
    is_short = lengths <= LONGEST_COMPARED
    count = -(-int(lengths.max(where=is_short, initial=1)) // WORD_BYTES)
    known = np.flatnonzero(is_short & (starts + count * WORD_BYTES <= len(buffer)))
    if not len(known):
        return
    if len(known) < len(starts):
        starts, lengths = starts[known], lengths[known]
    words = _words(buffer, starts, lengths, count)
    mixed = lengths.astype(np.uint64)
    for word in words:
        mixed = (mixed ^ word) * MIX
        mixed ^= mixed >> FOLD
    buckets = (mixed >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)
    order = np.arange(len(known))
    firsts = np.zeros(1 << BUCKET_BITS, np.int64)
    firsts[buckets[::-1]] = order[::-1]  # of several the last one assigned stays
    found = firsts[buckets]
    same = lengths == lengths[found]
    for word in words:
        same &= word == word[found]
    representatives[known] = np.where(same, known[found], -1)


def _words(buffer: Bytes, starts: Ints, lengths: Ints, count: int) -> list[Words]:
    """Return the texts as words of 8 bytes, zero behind their ends: shape (strings,) each."""
    texts = gather(buffer, starts, np.dtype(f'V{count * WORD_BYTES}'))
    words = np.ascontiguousarray(texts).view(WORD).reshape(-1, count)
    sizes = [lengths - at for at in range(0, count * WORD_BYTES, WORD_BYTES)]
    return [words[:, i] & KEPT_BITS[np.clip(left, 0, WORD_BYTES)] for i, left in enumerate(sizes)]


def _looked_up(
    buffer: Bytes,
    starts: Ints,
    lengths: Ints,
    representatives: Ints,
    codes: npt.NDArray[np.int32],
) -> list[bytes]:
    """Set the codes; return the distinct strings: only those without another are looked at."""
    alone = np.flatnonzero((representatives < 0) | (representatives == np.arange(len(starts))))
    known: dict[bytes, int] = {}
    view = memoryview(buffer)
    texts = zip(starts[alone].tolist(), (starts + lengths)[alone].tolist())
    codes[alone] = [known.setdefault(bytes(view[at:end]), len(known)) for at, end in texts]
    if len(alone) < len(starts):
        codes[:] = codes[np.where(representatives < 0, np.arange(len(starts)), representatives)]
    return list(known)


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
