"""Chunks are loaded as they are in the file, or it is said why not."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from rerun_bridge.nouns import replace
from rerun_bridge.sources.mcap_chunk import chunk_records
from rerun_bridge.sources.mcap_file import McapFile
from rerun_bridge.sources.mcap_load import load_chunk
from rerun_bridge.sources.mcap_records import ChunkRecord
from rerun_bridge.sources.mcap_walk import McapWalk, PlacedChunk
from rerun_bridge.sources.zstd_library import zstd_library
from test.support.bags import write_mcap


@pytest.mark.parametrize('compression', ['none', 'lz4', 'zstd'])
def test_index_and_records(compression: str, tmp_path: Path) -> None:
    """The index that follows a chunk tells its messages, those of each chunk."""
    write_mcap(tmp_path / 'bag.mcap', compression=compression)
    file = McapFile(tmp_path / 'bag.mcap')
    found = 0
    for chunk in McapWalk(file).pieces():
        assert isinstance(chunk, PlacedChunk)
        loaded = load_chunk(file, chunk)
        assert not loaded.reason
        assert len(loaded.data) == chunk.head.uncompressed_bytes
        walked = chunk_records(loaded.data, {})
        for channel_id, offsets in loaded.index.items():
            assert len(offsets) == len(walked.messages.of(channel_id).starts)
            found += len(offsets)
    assert found == 100
    file.close()


@pytest.mark.parametrize('compression', ['none', 'zstd'])
def test_records_are_put_where_they_are_wanted(compression: str, tmp_path: Path) -> None:
    """With an index that is longer than what is read, too; or elsewhere, where that is needed."""
    write_mcap(tmp_path / 'bag.mcap', range(12_000), compression=compression, chunk_size=1 << 30)
    file = McapFile(tmp_path / 'bag.mcap')
    (chunk,) = McapWalk(file).pieces()
    assert isinstance(chunk, PlacedChunk)
    place = bytearray(chunk.head.uncompressed_bytes)
    there = load_chunk(file, chunk, lambda size: memoryview(place)[:size])
    alone = load_chunk(file, chunk, lambda size: None)
    assert not there.reason + alone.reason
    assert there.data.tobytes() == alone.data.tobytes()
    is_there = compression == 'none' or zstd_library() is not None
    assert (bytes(place) == alone.data.tobytes()) == is_there
    assert [len(offsets) for offsets in there.index.values()] == [6000, 6000]
    cut = replace(chunk, head=replace(chunk.head, compressed_bytes=1 << 20, uncompressed_bytes=1))
    assert load_chunk(file, cut, lambda size: memoryview(bytearray(size))).reason
    file.close()


def test_an_index_does_not_keep_its_chunk(tmp_path: Path) -> None:
    """A batch has the indexes of many chunks, long after they were unpacked."""
    large = bytes(10_000)
    write_mcap(
        tmp_path / 'bag.mcap', compression='none', chunk_size=1 << 20, pack=lambda row: row + large
    )
    file = McapFile(tmp_path / 'bag.mcap')
    chunk = next(each for each in McapWalk(file).pieces() if isinstance(each, PlacedChunk))
    tracemalloc.start()
    index = load_chunk(file, chunk).index
    kept_bytes, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index
    assert kept_bytes < 100_000 < chunk.head.uncompressed_bytes < most_bytes
    file.close()


def test_an_index_larger_than_what_is_read_at_once(tmp_path: Path) -> None:
    """All of it is read."""
    write_mcap(tmp_path / 'bag.mcap', range(12_000), chunk_size=1 << 30)
    file = McapFile(tmp_path / 'bag.mcap')
    (chunk,) = McapWalk(file).pieces()
    assert isinstance(chunk, PlacedChunk)
    index = load_chunk(file, chunk).index
    assert [len(offsets) for offsets in index.values()] == [6000, 6000]
    file.close()


HEADS: list[tuple[str, Callable[[ChunkRecord], ChunkRecord], str]] = [
    ('zstd', lambda head: replace(head, crc=head.crc ^ 1), 'CRC'),
    ('zstd', lambda head: replace(head, uncompressed_bytes=1 << 50), 'cannot hold'),
    (
        'zstd',
        lambda head: replace(head, uncompressed_bytes=head.uncompressed_bytes - 1),
        'damaged',
    ),
    ('zstd', lambda head: replace(head, compression='brotli'), 'unknown compression'),
    ('lz4', lambda head: replace(head, uncompressed_bytes=2 * head.uncompressed_bytes), 'CRC'),
    (
        'lz4',
        lambda head: replace(head, uncompressed_bytes=head.uncompressed_bytes + 9, crc=0),
        'does not hold',
    ),
    ('none', lambda head: replace(head, uncompressed_bytes=7), 'claims 7 bytes'),
]


@pytest.mark.parametrize(('compression', 'change', 'reason'), HEADS)
def test_wrong_heads(
    compression: str, change: Callable[[ChunkRecord], ChunkRecord], reason: str, tmp_path: Path
) -> None:
    """A chunk that is not what its head says is lost; its index says how much that is."""
    write_mcap(tmp_path / 'bag.mcap', compression=compression)
    file = McapFile(tmp_path / 'bag.mcap')
    chunk = next(iter(McapWalk(file).pieces()))
    assert isinstance(chunk, PlacedChunk)
    loaded = load_chunk(file, replace(chunk, head=change(chunk.head)))
    assert reason in loaded.reason
    assert len(loaded.data) == 0
    assert sum(map(len, loaded.index.values())) > 0
    file.close()


def test_a_chunk_without_crc_is_taken(tmp_path: Path) -> None:
    """Zero is none."""
    for compression in ('none', 'lz4', 'zstd'):
        write_mcap(tmp_path / 'bag.mcap', compression=compression)
        file = McapFile(tmp_path / 'bag.mcap')
        chunk = next(iter(McapWalk(file).pieces()))
        assert isinstance(chunk, PlacedChunk)
        whole = load_chunk(file, chunk)
        unchecked = load_chunk(file, replace(chunk, head=replace(chunk.head, crc=0)))
        assert bytes(unchecked.data) == bytes(whole.data)
        file.close()


def test_a_file_that_cannot_be_read_any_more(tmp_path: Path) -> None:
    """What the system says is the reason."""
    write_mcap(tmp_path / 'bag.mcap')
    file = McapFile(tmp_path / 'bag.mcap')
    chunk = next(iter(McapWalk(file).pieces()))
    assert isinstance(chunk, PlacedChunk)
    file.close()
    assert 'cannot be read' in load_chunk(file, chunk).reason
