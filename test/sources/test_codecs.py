"""Claims are checked before anything is allocated."""

from __future__ import annotations

import zlib

import lz4.frame
import pyarrow as pa
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.codecs import crc32, decompressed, readable_prefix, zstd_message

TEXT = b'the quick brown fox ' * 500
ZSTD = pa.compress(TEXT, codec='zstd', asbytes=True)

DATA = bytes(range(256)) * 4 + b'x' * 500


def test_each_codec() -> None:
    """What was compressed comes back."""
    assert bytes(decompressed(memoryview(ZSTD), 'zstd', len(TEXT))) == TEXT
    assert bytes(decompressed(memoryview(lz4.frame.compress(TEXT)), 'lz4', len(TEXT))) == TEXT
    assert bytes(decompressed(memoryview(TEXT), '', len(TEXT))) == TEXT
    assert bytes(decompressed(memoryview(b''), 'zstd', 0)) == b''
    assert zstd_message(ZSTD) == TEXT
    assert crc32(TEXT) == zlib.crc32(TEXT)


@pytest.mark.parametrize(
    ('data', 'codec', 'size', 'message'),
    [
        (ZSTD, 'zstd', 1 << 40, 'cannot hold'),
        (ZSTD, 'zstd', 1 << 31, 'cannot hold'),
        (ZSTD[:20], 'zstd', len(TEXT), 'damaged'),
        (b'nonsense' * 9, 'lz4', 100, 'damaged'),
        (TEXT, '', 7, 'claims 7'),
        (TEXT, 'brotli', 7, 'unknown compression'),
    ],
)
def test_wrong_claims(data: bytes, codec: str, size: int, message: str) -> None:
    """A chunk that is not what it claims is one clear error."""
    with pytest.raises(SourceError, match=message):
        decompressed(memoryview(data), codec, size)


def test_prefix_of_a_cut_chunk() -> None:
    """As much as can be read of a chunk that was cut off."""
    assert TEXT.startswith(readable_prefix(memoryview(ZSTD[:-5]), 'zstd', len(TEXT)))
    assert readable_prefix(memoryview(TEXT[:100]), '', len(TEXT)) == TEXT[:100]
    assert readable_prefix(memoryview(b'xx'), 'brotli', 9) == b''


def test_a_damaged_message_is_an_error() -> None:
    """A zstd frame that is cut raises what the caller expects."""
    with pytest.raises(SourceError, match='damaged'):
        zstd_message(ZSTD[:20])


def test_lz4_in_several_frames() -> None:
    """As the specification of the frames allows."""
    frames = lz4.frame.compress(TEXT[:900]) + lz4.frame.compress(TEXT[900:])
    assert bytes(decompressed(memoryview(frames), 'lz4', len(TEXT))) == TEXT
    assert bytes(decompressed(memoryview(frames), 'lz4', len(TEXT), checked=False)) == TEXT


def test_lz4_that_holds_less_than_it_claims() -> None:
    """Where no checksum would show it, the missing bytes are not made up."""
    frame = memoryview(lz4.frame.compress(TEXT))
    with pytest.raises(SourceError, match='does not hold'):
        decompressed(frame, 'lz4', len(TEXT) + 10, checked=False)


def test_a_message_without_the_size_of_its_content() -> None:
    """Streaming writers leave it out."""
    assert zstd_message(zstandard.ZstdCompressor(write_content_size=False).compress(TEXT)) == TEXT
    assert zstd_message(pa.compress(b'', codec='zstd', asbytes=True)) == b''


@given(
    st.sampled_from(['', 'zstd', 'lz4', 'brotli']),
    st.sampled_from([b'', zstandard.compress(DATA), lz4.frame.compress(DATA), DATA]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4),
    st.integers(0, 300),
    st.one_of(st.integers(0, 2000), st.sampled_from([2**31, 2**40, 2**63])),
)
def test_foreign_bytes(
    codec: str, data: bytes, flips: list[tuple[int, int]], cut: int, size: int
) -> None:
    """Whatever they are: they are refused, or as long as was claimed, and nothing is huge."""
    damaged = bytearray(data)
    for at, value in flips:
        if at < len(damaged):
            damaged[at] = value
    view = memoryview(bytes(damaged[: len(damaged) - cut] if cut < len(damaged) else damaged))
    for checked in (True, False):
        try:
            found = decompressed(view, codec, size, checked=checked)
        except SourceError:
            continue
        assert len(found) == size
    assert len(readable_prefix(view, codec, size)) <= max(size, len(view))
    try:
        plain = zstd_message(view)
    except SourceError:
        return
    assert len(plain) <= 2**30
