"""
A record batch as an Arrow IPC message, its values where they are.

All messages of as many nodes and buffers have the same head but for its numbers, so one is made
and the numbers are put in their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from struct import pack, unpack_from

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.arrays import Array, Buffer, Piece
from rerun_bridge.sdk.arrow.flatbuffer import Number, Structs, field_at, vector_at
from rerun_bridge.sdk.arrow.schema import RECORD_BATCH, message

__all__ = ['record_batch']

PREFIX_BYTES = 8
PADDING = tuple(bytes(n) for n in range(8))


@dataclass(frozen=True)
class _Head:
    """
    The head of record batches, with the places of its numbers.

    :param nodes_at: where the pairs of length and null count begin; likewise the pairs of offset
        and length of the buffers.
    """

    head: bytes
    rows_at: int
    body_at: int
    nodes_at: int
    buffers_at: int


@lru_cache(maxsize=256)
def _head(nodes: int, buffers: int) -> _Head:
    """Return the head of record batches with so many numbers of nodes and of buffers."""
    batch = [
        Number('q', 0),
        Structs('q', (0,) * nodes, nodes // 2),
        Structs('q', (0,) * buffers, buffers // 2),
    ]
    head = message(RECORD_BATCH, batch)
    root = PREFIX_BYTES + int(unpack_from('<I', head, PREFIX_BYTES)[0])
    header = field_at(head, root, 2)
    table = header + int(unpack_from('<I', head, header)[0])
    return _Head(
        head,
        field_at(head, table, 0),
        field_at(head, root, 3),
        vector_at(head, field_at(head, table, 1))[0],
        vector_at(head, field_at(head, table, 2))[0],
    )


def record_batch(rows: int, columns: Iterable[Array]) -> list[Piece]:
    """Return the message of a record batch in pieces; large ones are the columns' own memory."""
    nodes: tuple[int, ...] = ()
    buffers: tuple[Buffer, ...] = ()
    for column in columns:
        nodes += column.nodes
        buffers += column.buffers
    pieces: list[Piece] = [b'']
    places: list[int] = []
    at = 0
    for buffer in buffers:
        if buffer is None:
            places += (at, 0)
            continue
        if isinstance(buffer, tuple):
            size = sum(map(len, buffer))
            pieces += buffer
        else:
            size = len(buffer)
            if size:
                pieces.append(buffer)
        places += (at, size)
        if padding := -size & 7:
            pieces.append(PADDING[padding])
        at += size + padding
    pieces[0] = _filled(rows, nodes, tuple(places), at)
    return pieces


@lru_cache(maxsize=512)
def _filled(rows: int, nodes: tuple[int, ...], places: tuple[int, ...], size: int) -> bytes:
    """Return a head with its numbers; small batches have the same again and again."""
    head = _head(len(nodes), len(places))
    made = bytearray(head.head)
    parts: tuple[tuple[int, Sequence[int]], ...] = (
        (head.rows_at, (rows,)),
        (head.body_at, (size,)),
        (head.nodes_at, nodes),
        (head.buffers_at, places),
    )
    for start, values in parts:
        made[start : start + 8 * len(values)] = pack(f'<{len(values)}q', *values)
    return bytes(made)
