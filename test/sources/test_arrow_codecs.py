"""Arrow's codecs, where the system has none of its own."""

from __future__ import annotations

import lz4.frame
import pytest
import zstandard

from rerun_bridge.errors import SourceError
from rerun_bridge.sources import codecs
from rerun_bridge.sources.arrow_codecs import read, read_prefix, streamed, unpacked

TEXT = b'the quick brown fox ' * 5000
PACKED = {'zstd': zstandard.compress(TEXT), 'lz4': lz4.frame.compress(TEXT)}


@pytest.mark.parametrize('codec', PACKED)
def test_at_once_or_in_a_stream(codec: str) -> None:
    """The same comes out."""
    assert bytes(unpacked(PACKED[codec], codec, len(TEXT))) == TEXT
    assert streamed(PACKED[codec], codec, len(TEXT)) == TEXT
    assert read(PACKED[codec], codec, 9) == TEXT[:9]


@pytest.mark.parametrize('codec', PACKED)
def test_damage(codec: str) -> None:
    """Is one error of ours; what comes before a cut can be read."""
    cut = PACKED[codec][: len(PACKED[codec]) // 2]
    with pytest.raises(SourceError, match='damaged'):
        unpacked(cut, codec, len(TEXT))
    with pytest.raises(SourceError, match='damaged'):
        read(b'nonsense' * 9, codec, 9)
    with pytest.raises(SourceError, match='does not hold'):
        streamed(PACKED[codec], codec, len(TEXT) + 1)
    assert TEXT.startswith(read_prefix(memoryview(cut), codec, len(TEXT)))
    assert read_prefix(memoryview(b'nonsense' * 9), codec, 9) == b''


def test_without_the_systems_zstd(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is as with it."""
    monkeypatch.setattr(codecs, 'zstd_library', lambda: None)
    data = memoryview(PACKED['zstd'])
    assert bytes(codecs.decompressed(data, 'zstd', len(TEXT))) == TEXT
    with pytest.raises(SourceError, match='damaged'):
        codecs.decompressed(data[:20], 'zstd', len(TEXT))
