"""The system's library unpacks what Arrow packs; damage is noticed, and writes nowhere else."""

from __future__ import annotations

import ctypes
import threading

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import SourceError
from rerun_bridge.sources import codecs, zstd_library
from rerun_bridge.sources.codecs import decompressed
from rerun_bridge.sources.zstd_library import ZstdLibrary

GUARD = b'guard'


@pytest.fixture(scope='module')
def library() -> ZstdLibrary:
    """Return the system's: all that run the tests have it, Debian's package manager needs it."""
    found = zstd_library.zstd_library()
    assert found is not None
    return found


def unpacked(library: ZstdLibrary, data: bytes, size: int) -> bytes | None:
    """Return what is packed in some data, or None; there is nothing behind it."""
    out = bytearray(size) + GUARD
    done = library.unpack(memoryview(data), memoryview(out)[:size])
    assert out[size:] == GUARD
    return bytes(out[:size]) if done else None


@given(st.binary(min_size=1, max_size=3000), st.integers(1, 5))
def test_it_unpacks(library: ZstdLibrary, data: bytes, times: int) -> None:
    """All of it, and neither more nor less."""
    packed = pa.compress(data * times, codec='zstd', asbytes=True)
    size = len(data) * times
    assert unpacked(library, packed, size) == data * times
    assert unpacked(library, packed, size + 1) is None
    assert unpacked(library, packed, size - 1) is None
    assert unpacked(library, packed[:-1], size) is None


def test_threads_do_not_disturb_each_other(library: ZstdLibrary) -> None:
    """Each has memory of its own to work with, and gives it back when it ends."""
    noise = np.random.default_rng(1).integers(0, 64, (4, 300_000), np.uint8)
    wrong: list[int] = []

    def work(number: int) -> None:
        data = noise[number].tobytes()
        packed = pa.compress(data, codec='zstd', asbytes=True)
        wrong.extend(number for _ in range(50) if unpacked(library, packed, len(data)) != data)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []


def test_no_memory_to_work_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and the next one tries again."""
    library = ZstdLibrary(ctypes.CDLL(zstd_library.NAMES[0]))
    packed = pa.compress(b'abc' * 50, codec='zstd', asbytes=True)
    with monkeypatch.context() as broken:
        broken.setattr(library._library, 'ZSTD_createDCtx', lambda: None)
        with pytest.raises(MemoryError):
            unpacked(library, packed, 150)
    assert unpacked(library, packed, 150) == b'abc' * 50


@given(st.binary(max_size=300), st.integers(0, 3000))
def test_foreign_bytes(library: ZstdLibrary, data: bytes, size: int) -> None:
    """They are nothing, or what the library says."""
    unpacked(library, data, size)
    unpacked(library, codecs.ZSTD_MAGIC + data, size)


@pytest.mark.parametrize('is_there', [True, False])
def test_a_chunk_is_put_where_it_is_wanted(
    is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the library; without, Arrow's has its own place."""
    if not is_there:
        monkeypatch.setattr(codecs, 'zstd_library', lambda: None)
    data = bytes(range(200)) * 20
    packed = pa.compress(data, codec='zstd', asbytes=True)
    place = bytearray(len(data))
    found = decompressed(memoryview(packed), 'zstd', len(data), room=lambda _: memoryview(place))
    assert bytes(found) == data
    assert (bytes(place) == data) == is_there
    elsewhere = decompressed(memoryview(packed), 'zstd', len(data), room=lambda _: None)
    assert bytes(elsewhere) == data
    with pytest.raises(SourceError, match='zstd data is damaged'):
        decompressed(memoryview(packed[:-9]), 'zstd', len(data), room=lambda _: memoryview(place))


def test_another_library_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one that is not there."""
    monkeypatch.setattr(zstd_library, 'NAMES', ('libc.so.6', 'libnothing.so.77'))
    assert zstd_library.zstd_library.__wrapped__() is None
    with pytest.raises(AttributeError):
        ZstdLibrary(ctypes.CDLL('libc.so.6'))
