"""Blobs of rows."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import EncodedImage, Image

BLOB = EncodedImage.blob


@pytest.mark.parametrize(
    'value',
    [
        b'abc',
        bytearray(b'abc'),
        memoryview(b'abc'),
        np.frombuffer(b'abc', np.uint8),
        np.array([97, 98, 99]),
        [97, 98, 99],
        (97, 98, 99),
        io.BytesIO(b'abc'),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_blob_from_anything_with_bytes(value: Any) -> None:
    """Buffers, numbers, open files."""
    cell = BLOB.cell(value)
    assert BLOB.rows([cell]).lists.to_pylist() == [[list(b'abc')]]
    assert BLOB.cell_bytes(cell) == 3


def test_several_blobs() -> None:
    """In a list, or as rows of an array; and none, and one without bytes."""
    cells = [BLOB.cell(value) for value in ([b'a', b'bc'], np.zeros((2, 2), np.uint8), [], b'')]
    found = BLOB.rows([*cells, None]).lists.to_pylist()
    assert found == [[[97], [98, 99]], [[0, 0], [0, 0]], [], [[]], None]


def test_the_bytes_of_one_row_are_not_copied() -> None:
    """The column lies in the memory of the caller's bytes, which never change."""
    data = bytes(100_000)
    lists = BLOB.rows([BLOB.cell(data)]).lists
    assert np.shares_memory(lists.buffers[-1], np.frombuffer(data, np.uint8))


@pytest.mark.parametrize(
    'value', ['text', [300], [1.5], {'a': 1}, np.array([300]), np.array([0.5])], ids=repr
)
def test_other_things_are_no_blob(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='EncodedImage:blob: '):
        BLOB.cell(value)


@pytest.mark.parametrize('sizes', [[1, 2, 3], [100_000, 0, 200_000], [100_000], []])
def test_large_blobs_of_many_rows_stay_where_they_are(sizes: list[int]) -> None:
    """As a column they are the same as small ones."""
    blobs = [bytes([size % 251]) * size for size in sizes]
    lists = Image.buffer.rows([Image.buffer.cell(blob) for blob in blobs]).lists
    assert [bytes(row[0]) for row in lists.to_pylist()] == blobs


def test_rows_with_several_blobs_or_none_are_joined() -> None:
    """However large."""
    large = bytes(200_000)
    rows = [(large, b'a'), None, (large,)]
    lists = Image.buffer.rows(rows).lists
    assert [row and [bytes(each) for each in row] for row in lists.to_pylist()] == [
        [large, b'a'],
        None,
        [large],
    ]
