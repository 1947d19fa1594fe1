"""What the footer says of chunks, as readers find it."""

from __future__ import annotations

import pyarrow as pa

from rerun_bridge.sdk.log_msg import StoreId
from rerun_bridge.sdk.rrd.chunk_decoder import read_batch
from rerun_bridge.sdk.rrd.encoder import encode_footer
from rerun_bridge.sdk.rrd.placements import Placements
from rerun_bridge.sdk.rrd.protobuf import bytes_of, number_of, read_fields

__all__ = ['manifest_of']


def manifest_of(placements: Placements) -> pa.RecordBatch:
    """Return the table of chunks that the footer holds."""
    (manifest,) = read_fields(encode_footer([(StoreId('app', 'id'), placements)]))[1]
    assert not isinstance(manifest, int)
    part = read_fields(bytes_of(read_fields(manifest), 4))
    packed, size = bytes(bytes_of(part, 2)), number_of(part, 4)
    return read_batch(pa.Codec('lz4_raw').decompress(packed, size))
