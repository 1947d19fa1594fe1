"""MCAP files: indexed or not, chunked or not, in every compression, damaged anywhere."""

from __future__ import annotations

import os
import random
import struct
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcap.writer import IndexType, Writer

from rerun_bridge.sources import Source
from rerun_bridge.sources.mcap import McapSource
from rerun_bridge.sources.mcap_group import GROUP_BYTES
from test.sources.contract import WHOLE, SourceContract
from test.support.bags import read, write_mcap


class TestMcapSource(SourceContract):
    """An indexed, compressed file."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        write_mcap(folder / 'bag.mcap')
        return McapSource(folder / 'bag.mcap')


class TestLoadedAhead(TestMcapSource):
    """The same file, its chunks unpacked by another thread, as large ones are."""

    @pytest.fixture(autouse=True)
    def _all_are_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr('rerun_bridge.sources.mcap.AHEAD_FROM_BYTES', 0)


class TestWithoutIndex(SourceContract):
    """A file without a summary and without message indexes."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        write_mcap(folder / 'bag.mcap', indexed=False, compression='lz4')
        return McapSource(folder / 'bag.mcap')


class TestWithoutChunks(SourceContract):
    """A file whose messages stand outside of chunks."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        write_mcap(folder / 'bag.mcap', chunked=False)
        return McapSource(folder / 'bag.mcap')


@pytest.mark.parametrize('compression', ['none', 'lz4', 'zstd'])
def test_compressions(compression: str, tmp_path: Path) -> None:
    """Whatever the chunks are compressed with, the messages are the same."""
    write_mcap(tmp_path / 'bag.mcap', compression=compression)
    with McapSource(tmp_path / 'bag.mcap') as source:
        assert read(source) == WHOLE


def test_other_encodings_are_named_and_not_yielded(tmp_path: Path) -> None:
    """A JSON channel is known, and its messages are left out."""
    write_mcap(tmp_path / 'bag.mcap', json_topic=True)
    with McapSource(tmp_path / 'bag.mcap') as source:
        assert read(source) == WHOLE
        assert {c.topic: c.encoding for c in source.channels()}['/json'] == 'json'


def written(folder: Path, **options: object) -> bytes:
    """Return the bytes of a bag."""
    path = folder / 'whole.mcap'
    if not path.exists():
        write_mcap(path, **options)  # type: ignore[arg-type]
    return path.read_bytes()


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples."""
    return tmp_path_factory.mktemp('mcap')


def rows_of(data: bytes, folder: Path) -> tuple[set[int], int]:
    """Return the rows that damaged bytes give, and how many losses were told."""
    path = folder / 'damaged.mcap'
    path.write_bytes(data)
    with McapSource(path) as source:
        found: set[int] = set()
        for batch in source.batches():
            for i in range(len(batch)):
                message = bytes(batch.message(i))
                if len(message) >= 8:
                    found.add(struct.unpack_from('<i', message, 4)[0])
        return found, len(source.losses())


@given(data=st.data())
def test_a_cut_file_keeps_its_whole_chunks(folder: Path, data: st.DataObject) -> None:
    """What is before the cut is read in order, and the cut is told."""
    whole = written(folder)
    cut = data.draw(st.integers(8, len(whole) - 1))
    found, losses = rows_of(whole[:cut], folder)
    assert found == set(range(len(found)))
    if len(found) < 100:
        assert losses
    assert len(found) >= 100 * (cut - 2500) // len(whole)


@pytest.mark.parametrize('compression', ['none', 'lz4', 'zstd'])
@pytest.mark.parametrize('indexed', [True, False])
@given(data=st.data())
def test_damage_is_told(
    folder: Path, indexed: bool, compression: str, data: st.DataObject
) -> None:
    """A changed bit anywhere costs nothing, or messages that are told; nothing raises."""
    path = folder / f'{indexed}.{compression}.mcap'
    if not path.exists():
        write_mcap(path, indexed=indexed, compression=compression)
    whole = bytearray(path.read_bytes())
    place = data.draw(st.integers(8, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    found, losses = rows_of(bytes(whole), folder)
    assert losses or found == set(range(100))


def test_a_message_out_of_nowhere_is_told(folder: Path) -> None:
    """What no checksum covers may read as a message; the summary knows better."""
    whole = bytearray(written(folder))
    index = whole.index(b'\x07', whole.rindex(b'\x28\xb5\x2f\xfd'))
    while whole[index + 3 : index + 9] != bytes(6):  # the upper bytes of its length
        index = whole.index(b'\x07', index + 1)
    whole[index] = 5
    found, losses = rows_of(bytes(whole), folder)
    assert found > set(range(100))
    assert losses


@given(data=st.data())
def test_much_damage_never_raises(folder: Path, data: st.DataObject) -> None:
    """Overwritten bytes cost messages; the file still opens, and reading comes to an end."""
    whole = bytearray(written(folder))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(8, len(whole) - 1))
        junk = data.draw(st.binary(min_size=1, max_size=40))
        whole[place : place + len(junk)] = junk
    rows_of(bytes(whole), folder)


def test_a_damaged_chunk_costs_itself(folder: Path) -> None:
    """The chunks around it are read; the loss names the place and the topics."""
    whole = bytearray(written(folder))
    frame = whole.index(b'\x28\xb5\x2f\xfd', len(whole) // 3)
    whole[frame + 20 : frame + 30] = bytes(10)
    path = folder / 'damaged.mcap'
    path.write_bytes(bytes(whole))
    with McapSource(path) as source:
        rows = sorted(row for rows in read(source).values() for row in rows)
        (loss,) = source.losses()
    missing = sorted(set(range(100)) - set(rows))
    assert missing == list(range(missing[0], missing[-1] + 1))
    assert 0 < len(missing) < 60
    assert 'at byte' in loss.where
    assert loss.messages == len(missing)
    assert set(loss.topics) == {'/even', '/odd'}


def test_a_wrong_crc_is_not_believed(folder: Path, tmp_path: Path) -> None:
    """A changed byte in an uncompressed chunk is found by the chunk's CRC."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, compression='none')
    whole = bytearray(path.read_bytes())
    whole[whole.index(b'xxxxxx')] = ord('y')
    found, losses = rows_of(bytes(whole), folder)
    assert losses == 1
    assert 0 < len(found) < 100


def test_a_file_that_is_cut_meanwhile(tmp_path: Path) -> None:
    """What is gone is told, as if it had been cut before."""
    path, noise = tmp_path / 'bag.mcap', random.Random(1).randbytes
    write_mcap(path, range(300), chunk_size=800_000, pack=lambda row: row + noise(99_999))
    with McapSource(path) as source:
        found = 0
        for batch in source.batches():
            if not found:
                os.truncate(path, path.stat().st_size * 2 // 3)
            found += len(batch)
        assert 100 < found < 250
        assert source.losses()


def test_messages_compressed_one_by_one(tmp_path: Path) -> None:
    """As rosbag2 does it in every storage."""
    write_mcap(tmp_path / 'bag.mcap', pack=lambda data: pa.compress(data, 'zstd', asbytes=True))
    with McapSource(tmp_path / 'bag.mcap') as source:
        assert read(source) == WHOLE


@pytest.mark.parametrize('compression', ['none', 'zstd'])
@pytest.mark.parametrize(
    ('count', 'message_bytes', 'groups'), [(300, 99_999, 2), (20_000, 999, 1)]
)
def test_memory_is_taken_again(
    count: int, message_bytes: int, groups: int, compression: str, tmp_path: Path
) -> None:
    """Nothing is held of what was yielded: only what waits for its batch, and what is read."""
    path, rows, messages = tmp_path / 'bag.mcap', range(0, 2 * count, 2), 0
    noise = random.Random(1).randbytes
    write_mcap(
        path,
        rows,
        compression=compression,
        chunk_size=800_000,
        pack=lambda row: row + noise(message_bytes),
    )
    with McapSource(path) as source:
        tracemalloc.start()
        try:
            for batch in source.batches():
                messages += len(batch)
                del batch
            _, most_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert messages == count
    assert most_bytes < groups * GROUP_BYTES + 2_000_000


@pytest.mark.parametrize('indexed', [True, False])
def test_a_definition_is_chosen_by_the_messages(indexed: bool, tmp_path: Path) -> None:
    """Of a type that distros define differently, the one that fits what was recorded."""
    for distro, floats in (('humble', 4), ('jazzy', 5)):
        path = tmp_path / f'{distro}.mcap'
        stamp_frame_kind = struct.pack('<iII2sB', 1, 2, 2, b'f', 1)
        data = b'\0\1\0\0' + stamp_frame_kind + bytes(1 + 4 * floats)
        with path.open('wb') as file:
            kinds = IndexType.ALL if indexed else IndexType.NONE
            writer = Writer(file, index_types=kinds, repeat_channels=indexed)
            writer.start('ros2', 'test')
            schema = writer.register_schema('sensor_msgs/msg/Range', '', b'')
            channel = writer.register_channel('/range', 'cdr', schema)
            writer.add_message(channel, 1, data, 1)
            writer.finish()
        with McapSource(path) as source:
            assert sum(map(len, source.batches())) == 1
            (found,) = source.channels()
        assert found.definition is not None
        assert ('variance' in found.definition.text) is (distro == 'jazzy')
