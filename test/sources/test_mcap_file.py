"""The bytes of a file, its summary, and what is no MCAP file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.mcap_file import McapFile
from test.support.bags import write_mcap


def test_summary(tmp_path: Path) -> None:
    """The end of a file says what is in it."""
    write_mcap(tmp_path / 'bag.mcap')
    file = McapFile(tmp_path / 'bag.mcap')
    assert file.summary is not None
    assert sum(file.summary.counts.values()) == 100
    assert {channel.topic for channel in file.summary.channels} == {'/even', '/odd'}
    assert [schema.name for schema in file.summary.schemas] == ['test_msgs/msg/Row']
    assert len(file.summary.chunks) > 2
    file.close()
    file.close()


def test_a_damaged_summary_is_not_believed(tmp_path: Path) -> None:
    """One wrong byte, and the summary is as good as none: the data must do."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path)
    whole = bytearray(path.read_bytes())
    place = whole.rindex(b'/even')
    whole[place : place + 5] = b'/evil'
    path.write_bytes(bytes(whole))
    file = McapFile(path)
    assert file.summary is None
    assert not file.losses
    file.close()


def test_reading_stays_within_the_file(tmp_path: Path) -> None:
    """Whatever a damaged length asks for, no more is given than is there."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path)
    file = McapFile(path)
    assert file.read(0, 1 << 62) == path.read_bytes()
    assert file.read(1 << 70, 5) == b''
    assert file.read(3, -1) == b''
    some = bytearray(9), bytearray(1 << 20)
    assert file.read_into(2, *map(memoryview, some)) == file.size - 2
    assert some[0] + some[1][: file.size - 11] == path.read_bytes()[2:]
    file.close()
    with pytest.raises(SourceError, match='cannot be read'):
        file.read(0, 1)
    with pytest.raises(SourceError, match='cannot be read'):
        file.read_into(0, *map(memoryview, some))


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
