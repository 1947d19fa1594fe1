"""Arrow arrays from numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, scalar_dtypes

from rerun_bridge.sdk.arrow.types import UTF8
from rerun_bridge.sdk.arrow_lists import (
    coded_texts,
    constant_offsets,
    list_array,
    number_array,
    utf8_array,
)

NUMBERS = scalar_dtypes().filter(lambda dtype: dtype.kind in 'biuf')


@given(NUMBERS.flatmap(lambda dtype: arrays(dtype, array_shapes(max_dims=1, min_side=0))))
def test_numbers_of_every_type_keep_their_value(numbers: np.ndarray) -> None:
    """In either byte order, flags too."""
    array = number_array(numbers)
    array.to_pyarrow().validate(full=True)
    np.testing.assert_array_equal(array.numbers, numbers)


def test_native_numbers_are_not_copied() -> None:
    """Arrow has the very memory."""
    numbers = np.arange(10, dtype=np.float32)
    assert np.shares_memory(number_array(numbers).part(1), numbers)


def test_every_second_number_is_copied_together() -> None:
    """Arrow has no strides."""
    assert number_array(np.arange(6)[::2]).to_pylist() == [0, 2, 4]


def test_constant_offsets() -> None:
    """Lists of one length, or none."""
    assert constant_offsets(3, 2).tolist() == [0, 2, 4, 6]
    assert constant_offsets(0, 2).tolist() == [0]
    assert constant_offsets(2, 0).tolist() == [0, 0, 0]


def test_too_many_values_for_32_bits_are_refused() -> None:
    """Instead of offsets that wrapped around."""
    with pytest.raises(OverflowError, match='too many for one chunk'):
        constant_offsets(3, 2**30)


@given(st.lists(st.lists(st.integers(0, 255), max_size=4), max_size=6))
def test_lists(rows: list[list[int]]) -> None:
    """Values and offsets are lists again."""
    values = number_array(np.array([value for row in rows for value in row], np.uint8))
    offsets = np.cumsum([0, *map(len, rows)])
    lists = list_array(values, offsets)
    lists.to_pyarrow().validate(full=True)
    assert lists.to_pylist() == rows


@given(st.lists(st.text(), max_size=6))
def test_texts(texts: list[str]) -> None:
    """Joined bytes and offsets are strings again."""
    encoded = [text.encode() for text in texts]
    array = utf8_array(np.cumsum([0, *map(len, encoded)]), b''.join(encoded))
    array.to_pyarrow().validate(full=True)
    assert array.type == UTF8
    assert array.to_pylist() == texts


@given(
    st.lists(st.text(max_size=6), min_size=1, max_size=5, unique=True),
    st.lists(st.integers(0, 4), max_size=30),
)
def test_coded_texts_are_the_texts(table: list[str], numbers: list[int]) -> None:
    """Short and long, empty ones and those of several bytes a character."""
    table = [text.encode('utf-8', 'replace').decode() for text in table]
    codes = np.array(numbers, np.int64) % len(table)
    for texts in (table, [text * 50 for text in table]):
        array = coded_texts(codes, texts)
        array.to_pyarrow().validate(full=True)
        assert array.to_pylist() == [texts[code] for code in codes.tolist()]
