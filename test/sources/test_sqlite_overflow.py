"""Chains of overflow pages, wherever they lead."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.sqlite_numbers import OddPageError
from rerun_bridge.sources.sqlite_pages import SqlitePages
from test.support.tables import read, selected, write


def first_links(path: Path, root: int) -> list[int]:
    """Return where the chain of each row of the first leaves begins."""
    pages = SqlitePages(path)
    cells = pages.cells(next(pages.leaves(root))[0])
    pages.close()
    return cells.links(np.arange(len(cells.row_ids)))


@given(
    sizes=st.lists(st.integers(1, 60_000), min_size=1, max_size=20),
    page_bytes=st.sampled_from([512, 4096, 16384]),
    seed=st.integers(0, 99),
)
def test_pages_that_were_free(
    sizes: list[int], page_bytes: int, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They are used again in any order, so that chains go back and forth."""
    draw, path = Random(seed), tmp_path_factory.mktemp('chains') / 'file'
    rows = {i: draw.randbytes(size) for i, size in enumerate(sizes, 1)}
    again = 'DELETE FROM things WHERE id % 2; INSERT INTO things VALUES (1000, randomblob(200000))'
    root = write(path, rows, page_bytes=page_bytes, behind=again)
    assert read(path, root) == selected(path)


def test_long_chains_are_read_from_the_file(tmp_path: Path) -> None:
    """More pages than fit the memory they are read into, of several rows in turns."""
    draw = Random(3)
    rows = {i: draw.randbytes(size) for i, size in enumerate([3_000_000, 70_000, 5_000_000], 1)}
    root = write(tmp_path / 'file', rows)
    assert read(tmp_path / 'file', root) == rows


@pytest.mark.parametrize('size', [3000, 100_000])
@pytest.mark.parametrize('following', [0, 1, None, 2**32 - 1])
def test_chains_that_are_broken(size: int, following: int | None, tmp_path: Path) -> None:
    """They end too early, lead out of the file, or to themselves."""
    path = tmp_path / 'file'
    root = write(path, {1: bytes(size)}, page_bytes=512)
    (link,) = first_links(path, root)
    content = bytearray(path.read_bytes())
    at = (link - 1) * 512
    content[at : at + 4] = (link if following is None else following).to_bytes(4, 'big')
    path.write_bytes(content)
    with pytest.raises(OddPageError):
        read(path, root)


def test_a_chain_that_goes_on(tmp_path: Path) -> None:
    """Behind the end of its payload."""
    path = tmp_path / 'file'
    root = write(path, {1: bytes(600)}, page_bytes=512)
    (link,) = first_links(path, root)
    content = bytearray(path.read_bytes())
    content[(link - 1) * 512 : (link - 1) * 512 + 4] = (link - 1).to_bytes(4, 'big')
    path.write_bytes(content)
    with pytest.raises(OddPageError, match='more overflow pages'):
        read(path, root)
