"""The pieces of a file, its summary, and what stands in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.mcap_file import McapFile, PlacedChunk
from test.support.bags import write_mcap


def test_summary_and_chunks(tmp_path: Path) -> None:
    """The summary names the chunks that are there."""
    write_mcap(tmp_path / 'bag.mcap')
    file = McapFile(tmp_path / 'bag.mcap')
    chunks = [piece for piece in file.pieces() if isinstance(piece, PlacedChunk)]
    assert file.summary is not None
    assert [c.offset for c in file.summary.chunks] == [c.offset for c in chunks]
    assert sum(file.summary.counts.values()) == 100
    assert not file.losses
    file.close()
    file.close()


def test_damage_is_skipped_by_the_summary_or_by_sight(tmp_path: Path) -> None:
    """Behind a damaged record the walk goes on at the next chunk, with a summary or without."""
    for indexed in (True, False):
        path = tmp_path / f'{indexed}.mcap'
        write_mcap(path, indexed=indexed)
        whole = bytearray(path.read_bytes())
        file = McapFile(path)
        chunks = [piece for piece in file.pieces() if isinstance(piece, PlacedChunk)]
        file.close()
        whole[chunks[1].offset] = 0
        path.write_bytes(bytes(whole))
        file = McapFile(path)
        offsets = [piece.offset for piece in file.pieces() if isinstance(piece, PlacedChunk)]
        assert offsets == [c.offset for c in chunks if c is not chunks[1]]
        assert len(file.losses) == 1
        file.close()


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        (b'', 'is empty'),
        (b'version https://git-lfs.github.com/spec/v1\noid', 'git lfs pull'),
        (b'hello world', 'not an MCAP file'),
    ],
)
def test_what_is_no_mcap_says_so(content: bytes, message: str, tmp_path: Path) -> None:
    """One line with the file's name and what to do."""
    path = tmp_path / 'bag.mcap'
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as error:
        McapFile(path)
    assert error.value.file == str(path)
