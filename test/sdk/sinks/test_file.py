"""Files that any reader of recordings opens, also after a sudden end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.decoder import read_footer
from rerun_bridge.sdk.rrd.encoder import encode_chunk, encode_store_info
from rerun_bridge.sdk.rrd.frames import FRAME_HEADER_BYTES, FrameKind
from rerun_bridge.sdk.sinks import FileSink, file
from test.support.chunks import chunks_of, examples, same, write
from test.support.official import read_back, rerun, run_script

ROOT = Path(__file__).parent.parent.parent.parent
STORE = StoreId('app', 'rec')

ENDLESS = """
import sys
from test.support.chunks import examples, write
write(sys.argv[1], (chunk for _ in iter(int, 1) for chunk in examples()))
"""

TO_OUTPUT = """
from test.support.chunks import examples, write
write('-', examples())
"""

TOO_LARGE = """
import resource, sys
from rerun_bridge.errors import SinkError
from test.support.chunks import examples, write
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    write(sys.argv[1], examples())
except SinkError as error:
    assert error.__context__ is None or not isinstance(error.__context__, SinkError)
    print(error)
"""


def python(code: str, *arguments: Path) -> list[str]:
    """Return the command that runs some code."""
    return [sys.executable, '-c', code, *map(str, arguments)]


def messages() -> list[LogMsg]:
    """Return a store and its chunks."""
    chunks = [encode_chunk(chunk, STORE) for chunk in examples()]
    return [encode_store_info(STORE, bytes(16), 'test'), *chunks]


@pytest.mark.judge
def test_official_readers_find_everything(judge: Path, tmp_path: Path) -> None:
    """Verified, streamed, and loaded lazily by the footer."""
    write(tmp_path / 'a.rrd', examples())
    rows = {'/__properties': 1, **{str(c.entity_path): len(c) for c in examples()}}
    assert read_back(judge, tmp_path / 'a.rrd') == {'stream': rows, 'store': rows}


@pytest.mark.judge
def test_the_official_sdk_writes_the_same(judge: Path, tmp_path: Path) -> None:
    """The official tool finds no difference to a file that the official SDK wrote."""
    ours, official = tmp_path / 'ours.rrd', tmp_path / 'official.rrd'
    write(ours, examples()[:3])
    run_script(judge, 'write_examples', official)
    for path in (ours, official):
        # the properties hold the time of writing
        drop = ('--drop-entity', '/__properties')
        rerun(judge, 'rrd', 'filter', path, *drop, '-o', f'{path}.data')
    rerun(judge, 'rrd', 'compare', '--unordered', f'{ours}.data', f'{official}.data')


@pytest.mark.judge
@pytest.mark.parametrize('size', [100_000, 3_000_000, 20_000_000])
def test_a_killed_writer_leaves_a_file_that_opens(judge: Path, tmp_path: Path, size: int) -> None:
    """Up to its last whole frame, whenever the kill comes."""
    path = tmp_path / 'a.rrd'
    with subprocess.Popen(python(ENDLESS, path), cwd=ROOT) as process:
        while not path.exists() or path.stat().st_size < size:
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    found = chunks_of(path.read_bytes())
    streamed = json.loads(run_script(judge, 'read_recording', path, 'only the stream'))
    assert sum(streamed['stream'].values()) == 1 + sum(map(len, found))


def test_standard_output_is_a_recording_too(tmp_path: Path) -> None:
    """A pipe cannot go back; the footer is there all the same."""
    result = subprocess.run(python(TO_OUTPUT), cwd=ROOT, capture_output=True, check=True)
    assert len(chunks_of(result.stdout)) == len(examples())
    assert read_footer(result.stdout) is not None


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """With the system's reason."""
    path = tmp_path / 'no' / 'a.rrd'
    with pytest.raises(SinkError, match='No such file or directory') as raised:
        FileSink(path)
    assert raised.value.file == str(path)


def test_a_full_disk_is_told_at_once() -> None:
    """The first bytes do not fit."""
    with pytest.raises(SinkError, match='No space left on device'):
        FileSink('/dev/full')


def test_a_disk_that_fills_up_is_told_once_and_leaves_what_fitted(tmp_path: Path) -> None:
    """The chunk that does not fit is taken back; the footer is there if it fits."""
    path = tmp_path / 'a.rrd'
    result = subprocess.run(python(TOO_LARGE, path), cwd=ROOT, capture_output=True, text=True)
    assert result.stdout == f'{path}: cannot be written: File too large\n', result.stderr
    found, written = chunks_of(path.read_bytes()), examples()
    assert [chunk.entity_path for chunk in found] == [c.entity_path for c in written[:4]]
    assert read_footer(path.read_bytes()) is not None


def test_ctrl_c_in_the_middle_of_a_chunk_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes after it, the footer at least, follows the last whole one."""
    path, write_pieces = tmp_path / 'a.rrd', os.pwritev
    sink = FileSink(path)
    first, *others = messages()
    sink.send(first)

    def interrupted(*args: Any) -> int:
        write_pieces(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, 'pwritev', interrupted)
        with pytest.raises(KeyboardInterrupt):
            sink.send(others[0])
    for msg in others[1:]:
        sink.send(msg)
    sink.close()
    assert len(chunks_of(path.read_bytes())) == len(examples()) - 1
    assert read_footer(path.read_bytes()) is not None


@given(
    pieces=st.lists(st.binary(max_size=40), max_size=12),
    most_bytes=st.integers(1, 30),
    most_pieces=st.integers(1, 4),
    short=st.lists(st.integers(1, 9), max_size=30),
)
def test_pieces_are_written_whole(
    pieces: list[bytes], most_bytes: int, most_pieces: int, short: list[int]
) -> None:
    """However many and large they are, and however little the system writes of them at once."""
    write_pieces, left = os.pwritev, list(short)

    def some(file: int, views: list[memoryview], at: int) -> int:
        assert 0 < len(views) <= most_pieces
        assert 0 < sum(map(len, views)) <= most_bytes
        data = b''.join(views)
        return write_pieces(file, [data[: left.pop()] if left else data], at)

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / 'a.rrd'
        sink = FileSink(path)
        begin = path.stat().st_size
        patch.setattr(file, 'MOST_BYTES', most_bytes)
        patch.setattr(file, 'MOST_PIECES', most_pieces)
        patch.setattr(os, 'pwritev', some)
        sink.send(LogMsg(FrameKind.ARROW_MSG, STORE, tuple(pieces)))
        written = path.read_bytes()[begin + FRAME_HEADER_BYTES :]
        sink.close()
    assert written == b''.join(pieces)


def test_closing_twice_writes_one_footer(tmp_path: Path) -> None:
    """And what was there before is gone."""
    path = tmp_path / 'a.rrd'
    path.write_bytes(b'old' * 10_000_000)
    sink = FileSink(path)
    for msg in messages():
        sink.send(msg)
    assert sink.flush(0)
    sink.close()
    data = path.read_bytes()
    sink.close()
    assert path.read_bytes() == data
    assert len(chunks_of(data)) == len(examples())


def test_a_file_without_chunks_has_no_footer(tmp_path: Path) -> None:
    """It would have nothing to say."""
    path = tmp_path / 'a.rrd'
    sink = FileSink(path)
    sink.send(messages()[0])
    sink.close()
    assert read_footer(path.read_bytes()) is None
    assert chunks_of(path.read_bytes()) == []


def test_chunks_of_several_stores_have_a_manifest_each(tmp_path: Path) -> None:
    """In one file."""
    stores = [STORE, StoreId('app', 'other')]
    sink, chunk = FileSink(tmp_path / 'a.rrd'), examples()[0]
    for store in stores:
        sink.send(encode_store_info(store, bytes(16), 'test'))
        sink.send(encode_chunk(chunk, store))
    sink.close()
    data = (tmp_path / 'a.rrd').read_bytes()
    assert [each.store for each in read_footer(data) or ()] == stores
    assert [same(each, chunk) for each in chunks_of(data)] == [True, True]
