"""LZ4 blocks, by whatever there is, are what pyarrow unpacks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.rrd import lz4

CODEC = pa.Codec('lz4_raw')


def compressors() -> list[lz4.Compress]:
    """Return what may be there: pyarrow's, and the system's where it is."""
    found = [lz4._by_pyarrow()]
    for name in lz4.NAMES:
        try:
            found.append(lz4._by_library(name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize('compress', compressors())
@pytest.mark.parametrize('acceleration', [1, lz4.QUICK])
@pytest.mark.parametrize('size', [0, 1, 100, 70_000, 3_000_000])
def test_data_comes_back(compress: lz4.Compress, acceleration: int, size: int) -> None:
    """Whether it shrinks or not."""
    noise = np.random.default_rng(1).integers(0, 256, size, np.uint8).tobytes()
    for data in (noise, bytes(size), noise[: size // 2] * 2):
        packed = compress(data, acceleration)
        # an array holds no more memory than it needs
        assert isinstance(packed, bytes) or packed.base is None
        if data:
            assert CODEC.decompress(packed, len(data), asbytes=True) == data


def test_another_library_is_none() -> None:
    """One of the same name, without what is wanted."""
    with pytest.raises(AttributeError):
        lz4._by_library(None)


def test_what_no_block_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is refused before anything is allocated."""
    monkeypatch.setattr(lz4, 'LARGEST_BYTES', 9)
    with pytest.raises(OverflowError, match='10 bytes'):
        lz4.compressed(bytes(10))


def test_without_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pyarrow has one."""
    monkeypatch.setattr(lz4, 'NAMES', ('no-such-library.so',))
    lz4.lz4_library.cache_clear()
    try:
        for quickly in (False, True):
            packed = lz4.compressed(b'abc' * 9, quickly=quickly)
            assert CODEC.decompress(packed, 27, asbytes=True) == b'abc' * 9
    finally:
        lz4.lz4_library.cache_clear()
