"""An RVL encoder for tests, pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ['encoded_rvl']


def encoded_rvl(depths: Sequence[int]) -> bytes:
    """Return depths as an RVL stream."""
    nibbles: list[int] = []

    def put(number: int) -> None:
        while number > 7:
            nibbles.append(number & 7 | 8)
            number >>= 3
        nibbles.append(number)

    at = last = 0
    while at < len(depths):
        start = at
        while at < len(depths) and depths[at] == 0:
            at += 1
        put(at - start)
        start = at
        while at < len(depths) and depths[at] != 0:
            at += 1
        put(at - start)
        for depth in depths[start:at]:
            difference, last = depth - last, depth
            put(2 * difference if difference >= 0 else -2 * difference - 1)
    nibbles += [0] * (-len(nibbles) % 8)
    words = (nibbles[i : i + 8] for i in range(0, len(nibbles), 8))
    return b''.join(
        sum(nibble << (28 - 4 * i) for i, nibble in enumerate(word)).to_bytes(4, 'little')
        for word in words
    )
