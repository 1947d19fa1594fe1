"""
The recording id that the processes of one program share.

It is made of the key that ``multiprocessing`` hands from a process to its children, in the very
way rerun-sdk does, so that processes with the one and with the other log into one recording: a
hash of key and application (SipHash-1-3) seeds a generator (PCG32 to spread it, ChaCha12), whose
first bytes are a version 4 UUID.
"""

from __future__ import annotations

import multiprocessing
import struct
from collections.abc import Iterator

from rerun_bridge.sdk.ids import uuid_of

__all__ = ['default_recording_id']

NAMESPACE = 0xAB12CD34EF560178
MASK32, MASK64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF


def default_recording_id(application_id: str, authkey: bytes | None = None) -> str:
    """
    Return the id of an application's recording in this process and its children.

    :param authkey: of the process; this one's where not given.
    """
    key = bytes(multiprocessing.current_process().authkey) if authkey is None else authkey
    told = struct.pack('<Q', len(key)) + key + struct.pack('<Q', NAMESPACE)
    seed = b''.join(_pcg32(_siphash_1_3(told + application_id.encode() + b'\xff')))
    return uuid_of(bytes(word & 0xFF for word in _chacha12_block(seed))).hex()


def _rotated(word: int, by: int, bits: int) -> int:
    """Return a word of so many bits, rotated to the left."""
    return (word << by | word >> (bits - by)) & ((1 << bits) - 1)


def _siphash_1_3(data: bytes) -> int:
    """Return the SipHash of data with the key zero, one round per word and three at the end."""
    state = [0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573]
    whole = len(data) // 8 * 8
    last = data[whole:].ljust(7, b'\0') + bytes([len(data) & 0xFF])
    for (word,) in struct.iter_unpack('<Q', data[:whole] + last):
        state[3] ^= word
        _sip_round(state)
        state[0] ^= word
    state[2] ^= 0xFF
    for _ in range(3):
        _sip_round(state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def _sip_round(v: list[int]) -> None:
    v[0] = (v[0] + v[1]) & MASK64
    v[2] = (v[2] + v[3]) & MASK64
    v[1] = _rotated(v[1], 13, 64) ^ v[0]
    v[3] = _rotated(v[3], 16, 64) ^ v[2]
    v[0] = _rotated(v[0], 32, 64)
    v[0] = (v[0] + v[3]) & MASK64
    v[2] = (v[2] + v[1]) & MASK64
    v[3] = _rotated(v[3], 21, 64) ^ v[0]
    v[1] = _rotated(v[1], 17, 64) ^ v[2]
    v[2] = _rotated(v[2], 32, 64)


def _pcg32(state: int) -> Iterator[bytes]:
    """Yield eight words that spread 64 bits over 256."""
    for _ in range(8):
        state = (state * 6364136223846793005 + 11634580027462260723) & MASK64
        mixed = ((state >> 18 ^ state) >> 27) & MASK32
        turned = state >> 59
        yield struct.pack('<I', _rotated(mixed, (32 - turned) % 32, 32))


def _chacha12_block(key: bytes) -> list[int]:
    """Return the first 16 words of ChaCha's stream with 12 rounds, counter and nonce zero."""
    start = [*struct.unpack('<4I', b'expand 32-byte k'), *struct.unpack('<8I', key), 0, 0, 0, 0]
    words = list(start)
    columns = [(i, 4 + i, 8 + i, 12 + i) for i in range(4)]
    diagonals = [(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4) for i in range(4)]
    for _ in range(6):
        for quarter in (*columns, *diagonals):
            _quarter_round(words, *quarter)
    return [(word + first) & MASK32 for word, first in zip(words, start)]


def _quarter_round(w: list[int], a: int, b: int, c: int, d: int) -> None:
    for into, other, turned, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        w[into] = (w[into] + w[other]) & MASK32
        w[turned] = _rotated(w[turned] ^ w[into], by, 32)
