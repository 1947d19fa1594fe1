"""
A record batch as an Arrow IPC message, its values where they are.

pyarrow writes such a message too, but calls back into Python for every buffer and every padding of
it. All messages of one schema have the same head but for its numbers, so pyarrow makes one and the
numbers are put in their places.
"""

from __future__ import annotations

from functools import lru_cache
from struct import pack, unpack_from
from typing import NamedTuple, TypeAlias

import pyarrow as pa

from rerun_bridge.sdk.known_lists import KnownLists
from rerun_bridge.sdk.scattered_blobs import ScatteredBlobs

__all__ = ['Bytes', 'RecordBatchHead', 'add_array', 'record_batch_head', 'record_batch_pieces']

Bytes: TypeAlias = 'bytes | pa.Buffer'
Buffers: TypeAlias = 'pa.Buffer | tuple[pa.Buffer, ...] | None'
"""A buffer, in several pieces where it is not in one, or none."""

PREFIX_BYTES = 8
PADDING = tuple(bytes(n) for n in range(8))
_LIST, _STRUCT = pa.lib.Type_LIST, pa.lib.Type_STRUCT
_FIXED_SIZE_LIST = pa.lib.Type_FIXED_SIZE_LIST


class RecordBatchHead(NamedTuple):
    """
    The head of the record batches of a schema, with the places of its numbers.

    :param nodes: where the pairs of length and null count begin, and how many there are; likewise
        the pairs of offset and length of the buffers.
    """

    head: bytes
    rows_at: int
    body_at: int
    nodes: tuple[int, int]
    buffers: tuple[int, int]


def record_batch_head(schema: pa.Schema) -> RecordBatchHead | None:
    """Return the head that the record batches of a schema share; None where it has unions."""
    if not all(map(_is_plain, schema.types)):
        return None
    sample = pa.RecordBatch.from_arrays(
        [pa.nulls(1, kind) for kind in schema.types], schema=schema
    )
    message = sample.serialize().to_pybytes()
    size = PREFIX_BYTES + unpack_from('<i', message, 4)[0]
    head = message[:size]
    root = PREFIX_BYTES + unpack_from('<I', head, PREFIX_BYTES)[0]
    batch_at = _field(head, root, 2)
    batch = batch_at + unpack_from('<I', head, batch_at)[0]
    return RecordBatchHead(
        head,
        _field(head, batch, 0),
        _field(head, root, 3),
        _vector(head, _field(head, batch, 1)),
        _vector(head, _field(head, batch, 2)),
    )


def _field(flatbuffer: bytes, table: int, index: int) -> int:
    """Return where a field of a table of a flatbuffer stands."""
    vtable = table - int(unpack_from('<i', flatbuffer, table)[0])
    return table + int(unpack_from('<H', flatbuffer, vtable + 4 + 2 * index)[0])


def _vector(flatbuffer: bytes, at: int) -> tuple[int, int]:
    """Return where the first member of a vector stands, and how many there are."""
    start = at + int(unpack_from('<I', flatbuffer, at)[0])
    return start + 4, int(unpack_from('<I', flatbuffer, start)[0])


def add_array(array: pa.Array, nodes: list[int], buffers: list[Buffers]) -> None:
    """Append what a record batch has of an array: nodes and buffers of it and all below it."""
    if isinstance(array, (KnownLists, ScatteredBlobs)):
        array.add_to(nodes, buffers)
        return
    before = len(nodes)
    if not _add_nodes(array, nodes):
        del nodes[before:]
        array = pa.concat_arrays([array])  # nothing but a copy begins where its buffers do
        _add_nodes(array, nodes)
    buffers += array.buffers()


def _is_plain(kind: pa.DataType) -> bool:
    """Tell whether all of a type is numbers, text, lists and structs."""
    return kind.id not in (pa.lib.Type_DENSE_UNION, pa.lib.Type_SPARSE_UNION) and all(
        _is_plain(kind.field(i).type) for i in range(kind.num_fields)
    )


def _children(array: pa.Array) -> list[pa.Array]:
    kind = array.type.id
    if kind in (_LIST, _FIXED_SIZE_LIST):
        return [array.values]
    if kind == _STRUCT:
        return [array.field(i) for i in range(array.type.num_fields)]
    return []


def _add_nodes(array: pa.Array, nodes: list[int]) -> bool:
    """Append the nodes of an array and all below it; tell whether all begin at their buffers."""
    nodes += (len(array), array.null_count)
    return array.offset == 0 and all(_add_nodes(child, nodes) for child in _children(array))


def record_batch_pieces(
    head: RecordBatchHead, rows: int, nodes: list[int], buffers: list[Buffers]
) -> list[Bytes]:
    """
    Return the message of a record batch in pieces; large ones are the arrays' own memory.

    :raises ValueError: the arrays are not of the schema.
    """
    pieces: list[Bytes] = [b'']
    places: list[int] = []
    at = 0
    for buffer in buffers:
        if buffer is None:
            places += (at, 0)
            continue
        if isinstance(buffer, tuple):
            size = sum([each.size for each in buffer])
            pieces += buffer
        else:
            size = buffer.size
            if size:
                pieces.append(buffer)
        places += (at, size)
        if padding := -size & 7:
            pieces.append(PADDING[padding])
        at += size + padding
    if (len(nodes), len(places)) != (2 * head.nodes[1], 2 * head.buffers[1]):
        raise ValueError('arrays that are not of the schema')
    pieces[0] = _filled(head, rows, tuple(nodes), tuple(places), at)
    return pieces


@lru_cache(maxsize=512)
def _filled(
    head: RecordBatchHead, rows: int, nodes: tuple[int, ...], places: tuple[int, ...], size: int
) -> bytes:
    """Return a head with its numbers; small batches have the same again and again."""
    made = bytearray(head.head)
    made[head.rows_at : head.rows_at + 8] = pack('<q', rows)
    made[head.body_at : head.body_at + 8] = pack('<q', size)
    for (start, _), values in ((head.nodes, nodes), (head.buffers, places)):
        made[start : start + 8 * len(values)] = pack(f'<{len(values)}q', *values)
    return bytes(made)
