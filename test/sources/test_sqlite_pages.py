"""Pages read without SQLite hold the rows that SQLite finds."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.sqlite_numbers import OddPageError
from rerun_bridge.sources.sqlite_pages import SqlitePages
from test.support.tables import read, selected, write

PAGE_BYTES = [512, 1024, 4096, 65536]


@given(
    sizes=st.lists(
        st.one_of(st.integers(0, 700), st.integers(0, 20_000), st.just(300_000)), max_size=40
    ),
    gaps=st.sampled_from([1, 200, 10**9, 10**14]),
    page_bytes=st.sampled_from(PAGE_BYTES),
    reserved=st.sampled_from([0, 0, 8, 32]),
    vacuum=st.sampled_from(['', 'PRAGMA auto_vacuum = 1', 'PRAGMA auto_vacuum = 2']),
    behind=st.sampled_from(
        ['', 'DELETE FROM things WHERE id % 2', 'DELETE FROM things; VACUUM', 'VACUUM']
    ),
    seed=st.integers(0, 9),
)
def test_any_table(
    sizes: list[int],
    gaps: int,
    page_bytes: int,
    reserved: int,
    vacuum: str,
    behind: str,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Pages of any size, rows on one page or many, with rows deleted and pages free."""
    draw = Random(seed)
    rows = {1 + i * gaps: draw.randbytes(size) for i, size in enumerate(sizes)}
    path = tmp_path_factory.mktemp('pages') / 'file'
    root = write(
        path, rows, page_bytes=page_bytes, reserved=reserved, before=vacuum, behind=behind
    )
    assert read(path, root) == selected(path)


@pytest.mark.parametrize('page_bytes', PAGE_BYTES)
def test_trees_of_several_levels(page_bytes: int, tmp_path: Path) -> None:
    """Thousands of rows, on pages that lie anywhere: of freed ones the last is taken first."""
    draw = Random(1)
    rows = {i: draw.randbytes(draw.choice([20, 90, 2000])) for i in range(1, 3000)}
    again = (
        'DELETE FROM things WHERE id % 3; DELETE FROM other WHERE rowid % 5;'
        ' INSERT INTO things SELECT id + 5000, randomblob(id % 4000) FROM things;'
        ' INSERT INTO things SELECT id + 1, randomblob(id % 400) FROM things'
    )
    root = write(tmp_path / 'file', rows, page_bytes=page_bytes, behind=again)
    found = selected(tmp_path / 'file')
    assert len(found) > 3000
    assert read(tmp_path / 'file', root) == found


@given(seed=st.integers(0, 2**32))
def test_any_damage(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It comes to an end: with rows, or by saying that a page is odd."""
    path = tmp_path_factory.mktemp('pages') / 'file'
    draw = Random(seed)
    rows = {i: bytes(draw.choice([10, 10, 200, 5000])) for i in range(1, 300)}
    root = write(path, rows, page_bytes=draw.choice([512, 4096]))
    content = bytearray(path.read_bytes())
    for _ in range(draw.choice([1, 10, 100])):
        place = draw.choice([draw.randrange(len(content)), draw.randrange(100, 4000) // 512 * 512])
        content[place] = draw.randrange(256)
    if draw.random() < 0.3:
        del content[draw.randrange(len(content)) :]
    path.write_bytes(content)
    try:
        found = read(path, root)
    except OddPageError:
        return
    assert len(found) <= len(content)


def test_pages_that_lead_round_in_circles(tmp_path: Path) -> None:
    """A page of the tree that is its own child."""
    path = tmp_path / 'file'
    root = write(path, {i: bytes(300) for i in range(1, 300)}, page_bytes=512)
    content = bytearray(path.read_bytes())
    page = memoryview(content)[(root - 1) * 512 :][:512]
    page[8:12] = root.to_bytes(4, 'big')
    path.write_bytes(content)
    with pytest.raises(OddPageError):
        read(path, root)


@pytest.mark.parametrize('content', [b'', b'text' * 100, b'SQLite format 3\0' + b'\7' * 500])
def test_what_is_no_database(content: bytes, tmp_path: Path) -> None:
    """Says so."""
    (tmp_path / 'file').write_bytes(content)
    with pytest.raises(OddPageError):
        SqlitePages(tmp_path / 'file')
