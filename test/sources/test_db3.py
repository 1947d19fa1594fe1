"""SQLite bags: every schema, compressed messages, write-ahead logs, damage."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rerun_bridge.errors import SourceError
from rerun_bridge.sources import Source, open_bag
from rerun_bridge.sources.db3 import Db3Source
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from test.sources.contract import WHOLE, SourceContract
from test.support.bags import TEXT, read, write_db3, write_metadata


class TestDb3Source(SourceContract):
    """A file as Jazzy writes it."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        write_db3(folder / 'bag.db3')
        return Db3Source(folder / 'bag.db3')


def definitions(folder: Path) -> DefinitionLookup:
    """Return a look-up that knows the type of the rows."""
    path = folder / 'test_msgs' / 'msg' / 'Row.msg'
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    return DefinitionLookup([folder])


def test_the_oldest_schema(tmp_path: Path) -> None:
    """Without definitions and without quality of service the messages are the same."""
    path = tmp_path / 'bag.db3'
    write_db3(path, definitions=False, qos=False)
    with Db3Source(path, lookup=definitions(tmp_path / 'defs')) as source:
        assert read(source) == WHOLE
        assert all(channel.definition is not None for channel in source.channels())


def test_compressed_messages(tmp_path: Path) -> None:
    """Messages that rosbag2 compressed one by one are unpacked."""
    path = tmp_path / 'bag.db3'
    write_db3(path, pack=lambda data: pa.compress(data, codec='zstd', asbytes=True))
    with Db3Source(path) as source:
        assert read(source) == WHOLE


def test_a_write_ahead_log_is_read(tmp_path: Path) -> None:
    """Rows that are only in the log of a recorder that was killed are there."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(50))
    db = sqlite3.connect(path)
    db.execute('PRAGMA journal_mode=WAL')
    columns = 'topic_id, timestamp, data'
    db.execute(f'INSERT INTO messages({columns}) SELECT {columns} FROM messages')
    db.commit()
    try:
        with Db3Source(path) as source:
            assert len(read(source)['/even']) == 50
    finally:
        db.close()


def test_damage_in_the_middle_costs_what_it_hits(tmp_path: Path) -> None:
    """Rows before it are read, the loss says which file."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(3000))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b'\xa5' * 4096
    path.write_bytes(bytes(data))
    with Db3Source(path) as source:
        rows = [row for rows in read(source).values() for row in rows]
        losses = source.losses()
    assert losses
    assert str(path) in losses[0].where
    assert 1000 < len(rows) < 3000


def test_rows_that_damage_hides(tmp_path: Path) -> None:
    """A page that says it has fewer rows is not wrong to SQLite; the bag's own count tells."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(2000))
    write_metadata(tmp_path, ['bag.db3'], counts={'/even': 1000, '/odd': 1000})
    content = bytearray(path.read_bytes())
    page = [at for at in range(0, len(content), 4096) if content[at] == 13][5]
    rows = int.from_bytes(content[page + 3 : page + 5], 'big')
    content[page + 3 : page + 5] = (rows - 20).to_bytes(2, 'big')
    path.write_bytes(content)
    with open_bag(tmp_path) as source:
        assert sum(map(len, read(source).values())) == 1980
        assert [(loss.where, loss.messages) for loss in source.losses()] == [(str(path), 20)]


@pytest.mark.parametrize('part', [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off(part: float, tmp_path: Path) -> None:
    """What lies on the pages that are there is read, as far as it goes, and the rest told."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(3000))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    with Db3Source(path) as source:
        found = read(source)
        assert source.extent() is None
        losses = [(loss.reason, loss.where) for loss in source.losses()]
    rows = sorted(row for rows in found.values() for row in rows)
    assert len(set(rows)) == len(rows)
    assert 0.6 * part < len(rows) / 3000 < part + 0.05
    assert 'cut off' in losses[0][0]
    assert losses[-1][1].startswith(f'{path} rows ')


@cache
def whole_file() -> bytes:
    """Return a file of several levels of pages."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'bag.db3'
        write_db3(path, range(2000))
        return path.read_bytes()


@given(st.integers(0, 2**32))
@example(4973)  # of the schema, which is read a second time for its root pages
def test_any_damage(seed: int) -> None:
    """A damaged file is refused, or what is read of it is no more than was written."""
    data, random = bytearray(whole_file()), Random(seed)
    for _ in range(random.choice([1, 3, 30])):
        data[random.randrange(len(data))] = random.randrange(256)
    if random.random() < 0.5:
        del data[random.randrange(len(data)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'bag.db3'
        path.write_bytes(data)
        try:
            with open_bag(path) as source:
                source.extent()
                count = sum(len(batch) for batch in source.batches())
        except SourceError as error:
            assert error.file == str(path)  # noqa: PT017  (some are refused, some not)
            return
    assert count <= 2000


def test_pages_that_lead_round_in_circles(tmp_path: Path) -> None:
    """Each row is read once, though half of the pages are one and the same."""
    path, whole = tmp_path / 'bag.db3', whole_file()
    pages = [whole[at : at + 4096] for at in range(0, len(whole), 4096)]
    leaves = [i for i, page in enumerate(pages) if i > 3 and page[0] == 13]
    for i in leaves[2::2]:
        pages[i] = pages[leaves[1]]
    path.write_bytes(b''.join(pages))
    with open_bag(path) as source:
        rows = [
            int.from_bytes(batch.message(i)[4:8], 'little')
            for batch in source.batches()
            for i in range(len(batch))
        ]
    assert len(rows) == len(set(rows))
    assert len(rows) > 100


@pytest.mark.parametrize('size', [100, 4096])
def test_a_file_of_which_nothing_is_left(size: int, tmp_path: Path) -> None:
    """Is refused with one line."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(3000))
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(SourceError, match='read'):
        open_bag(path)


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        (b'', 'is empty'),
        (b'version https://git-lfs.github.com/spec/v1\noid', 'git lfs pull'),
        (b'just some text\n', 'text file'),
        (b'SQLite format 3\0' + b'\1' * 600, 'cannot be read'),
        (b'\xde\xad\xbe\xef' * 50, 'neither MCAP nor SQLite'),
    ],
)
def test_what_is_no_bag_says_so(content: bytes, message: str, tmp_path: Path) -> None:
    """One clear line, whatever the file is called."""
    path = tmp_path / 'bag.db3'
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as error:
        open_bag(path)
    assert error.value.file == str(path)


def test_a_database_that_is_no_bag(tmp_path: Path) -> None:
    """A database of something else is refused."""
    path = tmp_path / 'other.db3'
    db = sqlite3.connect(path)
    db.execute('CREATE TABLE things(x)')
    db.commit()
    db.close()
    with pytest.raises(SourceError, match='not a bag'):
        open_bag(path)
