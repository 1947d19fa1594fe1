"""The way through a file, around whatever is damaged in it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.mcap_file import McapFile
from rerun_bridge.sources.mcap_walk import Block, McapWalk, PlacedChunk
from test.support.bags import write_mcap


def walked(path: Path) -> tuple[list[PlacedChunk | Block], list[str]]:
    """Return the pieces of a file, and the reasons of what is lost."""
    file = McapFile(path)
    pieces = list(McapWalk(file).pieces())
    file.close()
    return pieces, [loss.reason for loss in file.losses]


def chunks_of(path: Path) -> list[PlacedChunk]:
    """Return the chunks of a file."""
    return [piece for piece in walked(path)[0] if isinstance(piece, PlacedChunk)]


@pytest.mark.parametrize('compression', ['none', 'lz4', 'zstd'])
@pytest.mark.parametrize('indexed', [True, False])
def test_chunks_come_in_order(indexed: bool, compression: str, tmp_path: Path) -> None:
    """All chunks, with a summary or without, and nothing is lost."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, indexed=indexed, compression=compression)
    pieces, losses = walked(path)
    chunks = [piece for piece in pieces if isinstance(piece, PlacedChunk)]
    assert not losses
    assert len(chunks) > 2
    for chunk in chunks:
        assert chunk.offset < chunk.data_offset <= chunk.end
        assert chunk.head.compression == compression.replace('none', '')
    file = McapFile(path)
    if indexed:
        assert file.summary is not None
        assert [c.offset for c in file.summary.chunks] == [c.offset for c in chunks]
    assert McapWalk(file).chunk_at(chunks[1].offset) == chunks[1]
    assert McapWalk(file).chunk_at(chunks[1].offset + 1) is None
    file.close()


@pytest.mark.parametrize('compression', ['none', 'zstd'])
@pytest.mark.parametrize('indexed', [True, False])
def test_a_damaged_chunk_head_costs_its_chunk(
    indexed: bool, compression: str, tmp_path: Path
) -> None:
    """Behind it the walk goes on: by the summary, else by what a chunk or messages look like."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, indexed=indexed, compression=compression)
    chunks = chunks_of(path)
    whole = bytearray(path.read_bytes())
    struct.pack_into('<Q', whole, chunks[1].offset + 1, 1 << 50)
    path.write_bytes(bytes(whole))
    pieces, losses = walked(path)
    offsets = [piece.offset for piece in pieces if isinstance(piece, PlacedChunk)]
    assert offsets == [chunk.offset for chunk in chunks if chunk is not chunks[1]]
    assert losses
    assert all('damaged record: skipped' in loss for loss in losses)
    # Uncompressed messages can be told from what is around them.
    assert any(isinstance(piece, Block) for piece in pieces) is (compression == 'none')


def test_a_damaged_opcode_of_a_chunk_costs_nothing(tmp_path: Path) -> None:
    """The two lengths in it agree: it can only be a chunk."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path)
    chunks = chunks_of(path)
    whole = bytearray(path.read_bytes())
    for opcode in (0, 2, 7, 15, 0x86):
        whole[chunks[1].offset] = opcode
        path.write_bytes(bytes(whole))
        assert chunks_of(path) == chunks


@pytest.mark.parametrize('indexed', [True, False])
def test_a_record_that_claims_to_reach_over_chunks(indexed: bool, tmp_path: Path) -> None:
    """A damaged length within the file does not swallow what lies there."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, indexed=indexed)
    chunks = chunks_of(path)
    whole = bytearray(path.read_bytes())
    place = chunks[0].end if indexed else chunks[0].offset
    struct.pack_into('<BQ', whole, place, 7, chunks[-1].end - place)
    path.write_bytes(bytes(whole))
    pieces, losses = walked(path)
    rest = chunks if indexed else chunks[1:]
    assert [piece.offset for piece in pieces] == [chunk.offset for chunk in rest]
    assert losses


def test_messages_outside_of_chunks_are_found_again(tmp_path: Path) -> None:
    """Behind damage between loose messages, several in a row are the place to go on."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, chunked=False)
    whole = bytearray(path.read_bytes())
    middle = whole.index(b'\x05', len(whole) // 2)
    whole[middle : middle + 60] = b'\xff' * 60
    path.write_bytes(bytes(whole))
    pieces, losses = walked(path)
    assert len(losses) == 1
    assert sum(len(piece.data) for piece in pieces if isinstance(piece, Block)) > len(whole) // 2


def test_private_records_are_passed_over(tmp_path: Path) -> None:
    """The specification leaves opcodes from 128 on to applications."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path, indexed=False)
    whole = path.read_bytes()
    place = chunks_of(path)[1].offset
    path.write_bytes(whole[:place] + struct.pack('<BQ', 200, 5) + b'hello' + whole[place:])
    pieces, losses = walked(path)
    assert (len(pieces), losses) == (len(chunks_of(path)), [])


def test_a_file_made_of_traps_is_given_up(tmp_path: Path) -> None:
    """What looks like records everywhere, and is none, takes bounded time."""
    path = tmp_path / 'bag.mcap'
    trap = struct.pack('<BQ', 5, 31) + bytes(22)
    path.write_bytes(b'\x89MCAP0\r\n' + trap * 200_000)
    pieces, losses = walked(path)
    assert losses
    assert losses[-1].endswith('rest is lost')
    assert len(losses) < 2000
    assert len(pieces) < 2000


@given(data=st.data())
def test_any_bytes_come_to_an_end(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Records of any kind with any length: each piece lies behind the one before."""
    path = tmp_path_factory.mktemp('walk') / 'bag.mcap'
    records = data.draw(
        st.lists(
            st.tuples(st.integers(0, 255), st.integers(0, 90), st.binary(max_size=90)), max_size=20
        )
    )
    content = b''.join(struct.pack('<BQ', op, size) + rest for op, size, rest in records)
    path.write_bytes(b'\x89MCAP0\r\n' + content)
    pieces, _ = walked(path)
    places = [piece.offset for piece in pieces]
    assert places == sorted(set(places))


def test_a_file_that_another_was_appended_to(tmp_path: Path) -> None:
    """Ends where it says, and what follows is told; a summary that was cut is nothing to tell."""
    path = tmp_path / 'bag.mcap'
    write_mcap(path)
    whole = path.read_bytes()
    pieces, losses = walked(path)
    path.write_bytes(whole + whole)
    assert walked(path) == (
        pieces,
        [f'{len(whole):,} bytes behind the end of the file are not read'],
    )
    for cut in (1, 9, 40, 200):
        path.write_bytes(whole[:-cut])
        assert walked(path) == (pieces, losses) == (pieces, [])
