"""Chunks and store infos in, encoded messages out; and the footer from what was written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd import protobuf
from rerun_bridge.sdk.rrd.arrow_ipc import (
    END_OF_STREAM,
    ipc_parts,
    schema_bytes,
)
from rerun_bridge.sdk.rrd.chunk_facts import chunk_facts
from rerun_bridge.sdk.rrd.compression import LZ4, Compression
from rerun_bridge.sdk.rrd.footer import manifest_columns, manifest_fields, schema_hash
from rerun_bridge.sdk.rrd.frames import VERSION, FrameKind
from rerun_bridge.sdk.rrd.lz4 import compressed
from rerun_bridge.sdk.rrd.placements import Placements
from rerun_bridge.sdk.rrd.record_batch import record_batch

__all__ = [
    'encode_blueprint_activation',
    'encode_chunk',
    'encode_footer',
    'encode_store_info',
]

_STORE_KINDS = {'recording': 1, 'blueprint': 2}
_SOURCE_OTHER = 6
_ARROW_IPC = 1


@lru_cache(maxsize=64)
def _store_id(store: StoreId) -> bytes:
    return protobuf.message(
        protobuf.varint_field(1, _STORE_KINDS[store.kind]),
        protobuf.bytes_field(2, store.recording_id),
        protobuf.bytes_field(3, protobuf.bytes_field(1, store.application_id)),
    )


def encode_store_info(store: StoreId, row_id: bytes, source: str) -> LogMsg:
    """
    Return the message that announces a store.

    :param source: which program made it, for people.
    """
    application = protobuf.bytes_field(1, store.application_id)
    version = int.from_bytes(bytes([*VERSION, 0]), 'little')
    made_by = protobuf.varint_field(1, _SOURCE_OTHER) + protobuf.bytes_field(
        2, protobuf.bytes_field(1, source)
    )
    info = protobuf.message(
        protobuf.bytes_field(1, application),
        protobuf.bytes_field(2, _store_id(store)),
        protobuf.bytes_field(5, made_by),
        protobuf.bytes_field(6, protobuf.varint_field(1, version)),
    )
    payload = protobuf.bytes_field(1, protobuf.tuid(row_id)) + protobuf.bytes_field(2, info)
    return LogMsg(FrameKind.SET_STORE_INFO, store, (payload,))


def encode_blueprint_activation(store: StoreId, make_active: bool, make_default: bool) -> LogMsg:
    """
    Return the message that has a viewer use a blueprint.

    :param make_active: now.
    :param make_default: when people reset the blueprint.
    """
    payload = protobuf.message(
        protobuf.bytes_field(1, _store_id(store)),
        protobuf.varint_field(2, make_active),
        protobuf.varint_field(3, make_default),
    )
    return LogMsg(FrameKind.BLUEPRINT_ACTIVATION, store, (payload,))


def encode_chunk(chunk: Chunk, store: StoreId, compression: Compression | None = None) -> LogMsg:
    """
    Return the message that carries a chunk.

    :param compression: of the messages before it, which it is likely to be like.
    """
    pieces = ipc_parts(chunk)
    size = sum(map(len, pieces))
    codec, parts = (compression or Compression()).of(chunk, pieces, size)
    head = protobuf.message(
        protobuf.bytes_field(1, _store_id(store)),
        protobuf.varint_field(2, codec),
        protobuf.varint_field(3, size),
        protobuf.varint_field(4, _ARROW_IPC),
        protobuf.length_prefix(5, sum(map(len, parts))),
    )
    tail = protobuf.bytes_field(6, protobuf.tuid(chunk.id)) + protobuf.varint_field(
        7, chunk.is_static
    )
    return LogMsg(FrameKind.ARROW_MSG, store, (head, *parts, tail), chunk_facts(chunk, size))


def encode_footer(stores: Sequence[tuple[StoreId, Placements]]) -> bytes:
    """Return the payload of the end frame."""
    return b''.join(protobuf.bytes_field(1, _manifest(*each)) for each in stores if len(each[1]))


def _manifest(store: StoreId, placements: Placements) -> bytes:
    fields = manifest_fields(placements)
    schema = schema_bytes(fields)
    columns = list(manifest_columns(placements))
    pieces = record_batch(len(placements), [column for _, column in columns])
    # copied once: the columns share much of their memory
    stream = b''.join([schema_bytes([each for each, _ in columns]), *pieces, END_OF_STREAM])
    part = protobuf.message(
        protobuf.varint_field(1, 1),
        protobuf.bytes_field(2, bytes(compressed(stream))),
        protobuf.varint_field(3, LZ4),
        protobuf.varint_field(4, len(stream)),
    )
    return protobuf.message(
        protobuf.bytes_field(1, _store_id(store)),
        protobuf.bytes_field(2, protobuf.bytes_field(1, schema + END_OF_STREAM)),
        protobuf.bytes_field(3, schema_hash(schema)),
        protobuf.bytes_field(4, part),
    )
