"""Bags as people have them: folders, files, several of them, compressed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources import open_bag, open_bags
from test.sources.contract import WHOLE
from test.support.bags import read, write_db3, write_mcap, write_metadata


def test_folder_with_and_without_metadata(tmp_path: Path) -> None:
    """The files that the metadata names, else those that are there."""
    write_db3(tmp_path / 'a_0.db3', range(50))
    write_db3(tmp_path / 'a_1.db3', range(50, 100))
    with open_bag(tmp_path) as source:
        assert read(source) == WHOLE
    write_metadata(tmp_path, ['a_0.db3', 'a_1.db3'])
    with open_bag(tmp_path) as source:
        assert read(source) == WHOLE


def test_a_missing_file_is_a_loss(tmp_path: Path) -> None:
    """The other files of the bag are read."""
    write_db3(tmp_path / 'a_0.db3', range(50))
    write_metadata(tmp_path, ['a_0.db3', 'a_1.db3'])
    with open_bag(tmp_path) as source:
        assert len(read(source)['/even']) == 25
        (loss,) = source.losses()
    assert 'a_1.db3' in loss.where


def test_compressed_files(tmp_path: Path) -> None:
    """Files compressed as a whole are unpacked aside, and that is cleaned up."""
    write_db3(tmp_path / 'a_0.db3')
    data = (tmp_path / 'a_0.db3').read_bytes()
    (tmp_path / 'a_0.db3').unlink()
    packed = pa.compress(data, codec='zstd', asbytes=True)
    (tmp_path / 'a_0.db3.zstd').write_bytes(packed)
    write_metadata(tmp_path, ['a_0.db3'])
    with open_bag(tmp_path) as source:
        assert read(source) == WHOLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ['a_0.db3.zstd', 'metadata.yaml']
    (tmp_path / 'a_0.db3.zstd').write_bytes(packed[:100])
    with pytest.raises(SourceError, match='damaged'):
        open_bag(tmp_path)


def test_several_bags(tmp_path: Path) -> None:
    """Bags of different storages become one source."""
    write_mcap(tmp_path / 'a.mcap', range(40))
    write_db3(tmp_path / 'b.db3', range(40, 100))
    with open_bags([tmp_path / 'b.db3', tmp_path / 'a.mcap']) as source:
        assert read(source) == WHOLE


def test_nothing_to_read(tmp_path: Path) -> None:
    """An empty folder and a path that is not there are clear errors."""
    with pytest.raises(SourceError, match=r'no \.mcap or \.db3'):
        open_bag(tmp_path)
    with pytest.raises(SourceError, match='cannot be opened'):
        open_bag(tmp_path / 'none.mcap')


def test_files_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Without metadata: 10 comes behind 9."""
    for i in range(11):
        last = i == 10
        write_db3(tmp_path / f'bag_{i}.db3', range(i * 9, 100 if last else i * 9 + 9))
    with open_bag(tmp_path) as source:
        assert read(source) == WHOLE


def test_files_that_were_renamed(tmp_path: Path) -> None:
    """Where none is there that the metadata names, those that are there are read."""
    write_db3(tmp_path / 'new_0.db3')
    write_metadata(tmp_path, ['old_0.db3'])
    with open_bag(tmp_path) as source:
        assert read(source) == WHOLE
        (loss,) = source.losses()
    assert 'old_0.db3' in loss.where
