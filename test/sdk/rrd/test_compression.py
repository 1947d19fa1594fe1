"""What samples tell of one chunk holds for some more, and no longer."""

from __future__ import annotations

import lz4.block
import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.rrd import compression
from rerun_bridge.sdk.rrd.arrow_ipc import ipc_parts
from rerun_bridge.sdk.rrd.compression import HOLDS_FOR, LZ4, NONE, Compression
from test.support.chunks import STAMP, chunk_of, times

SIZE = 100_000
ZEROS = np.zeros(SIZE, np.uint32)
NOISE = np.random.default_rng(1).integers(0, 2**32, SIZE, np.uint32)


def colors(numbers: np.ndarray, path: str = '/p') -> Chunk:
    """Return one row of so many instances."""
    column = Points3D.colors.column(numbers, np.array([0, len(numbers)]))
    return chunk_of(path, [times(STAMP, 1)], [column])


def codec_of(compress: Compression, chunk: Chunk) -> int:
    """Return how a chunk is stored; what is compressed is the same afterwards."""
    pieces = ipc_parts(chunk)
    data = b''.join(bytes(each) for each in pieces)
    codec, found = compress.of(chunk, pieces, len(data))
    if codec == NONE:
        assert found is pieces
    else:
        (packed,) = found
        assert lz4.block.decompress(bytes(packed), uncompressed_size=len(data)) == data
    return codec


def test_noise_is_believed_for_some_chunks() -> None:
    """Then samples are taken again, and tell that it shrinks now."""
    compress = Compression()
    chunks = [colors(NOISE)] + [colors(ZEROS)] * (HOLDS_FOR + 1)
    assert [codec_of(compress, each) for each in chunks] == [NONE] * (HOLDS_FOR + 1) + [LZ4]


def test_what_shrinks_is_tried_until_it_does_not() -> None:
    """A try that was for nothing is the last one for some chunks."""
    compress = Compression()
    chunks = [colors(ZEROS), colors(NOISE)] + [colors(ZEROS)] * HOLDS_FOR
    found = [codec_of(compress, each) for each in chunks]
    assert found == [LZ4] + [NONE] * HOLDS_FOR + [LZ4]


def test_entities_and_components_are_told_apart() -> None:
    """Noise at one place says nothing of another."""
    compress = Compression()
    assert codec_of(compress, colors(NOISE)) == NONE
    assert codec_of(compress, colors(ZEROS, '/other')) == LZ4
    radii = Points3D.radii.column(ZEROS.astype(np.float32), np.array([0, SIZE]))
    assert codec_of(compress, chunk_of('/p', [times(STAMP, 1)], [radii])) == LZ4


def test_small_chunks_are_always_tried() -> None:
    """Whatever was found of large ones."""
    compress = Compression()
    assert codec_of(compress, colors(NOISE)) == NONE
    assert codec_of(compress, colors(ZEROS[:1000])) == LZ4


def test_no_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may log to new entities for ever: they are sampled each time."""
    monkeypatch.setattr(compression, 'MOST_REMEMBERED', 1)
    compress = Compression()
    for path, chunk in (('/a', NOISE), ('/b', NOISE), ('/a', ZEROS), ('/b', ZEROS)):
        expected = LZ4 if path == '/b' and chunk is ZEROS else NONE
        assert codec_of(compress, colors(chunk, path)) == expected
