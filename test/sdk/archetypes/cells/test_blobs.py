"""Blobs of rows."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import EncodedImage

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
    address = np.frombuffer(data, np.uint8).ctypes.data
    assert lists.values.values.buffers()[1].address == address


@pytest.mark.parametrize(
    'value', ['text', [300], [1.5], {'a': 1}, np.array([300]), np.array([0.5])], ids=repr
)
def test_other_things_are_no_blob(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='EncodedImage:blob: '):
        BLOB.cell(value)
