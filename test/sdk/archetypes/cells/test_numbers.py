"""Numbers and vectors become bytes, and bytes numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers

VECTORS = Numbers('A:b', np.float32, (3,))
FLOATS = Numbers('A:b', np.float64)
SMALL = Numbers('A:b', np.uint16)


def array(numbers: Numbers, *values: Any) -> npt.NDArray[Any]:
    """Return what rows of these values become."""
    return numbers.array([numbers.cell(value) for value in values])


class Foreign:
    """An array of a library that numpy does not know."""

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: Any = None) -> npt.NDArray[Any]:
        """Return the values."""
        return self.values


@given(st.lists(st.floats(width=64), max_size=5))
def test_lists_tuples_and_arrays_are_the_same(values: list[float]) -> None:
    """Of any length."""
    wanted = np.array(values, np.float64)
    for form in (values, tuple(values), wanted, Foreign(wanted)):
        cell = FLOATS.cell(form)
        assert np.array_equal(np.frombuffer(cell), wanted, equal_nan=True)
        assert FLOATS.counts([cell]).tolist() == [len(values)]


@given(st.floats(width=64) | st.integers(-(2**60), 2**60) | st.booleans())
def test_a_number_alone_is_one_instance(value: float) -> None:
    """Python's, and numpy's of any size."""
    for form in (value, np.asarray(value), np.asarray(value)[()]):
        assert np.array_equal(array(FLOATS, form), [[float(value)]], equal_nan=True)


@given(
    hnp.arrays(
        st.sampled_from(['f2', 'f4', '>f4', 'f8', '>f8', 'i1', '>i2', 'i8', 'u1', 'u4', '?']),
        st.tuples(st.integers(0, 4), st.just(3)),
    )
)
def test_arrays_of_any_type_and_order_are_cast(values: npt.NDArray[Any]) -> None:
    """Also where they lie apart in memory, or backwards."""
    with np.errstate(over='ignore'):
        wanted = values.astype(np.float32)
    apart = np.repeat(np.repeat(values, 2, axis=0), 2, axis=1)[::2, ::2]
    for form in (values, np.asfortranarray(values), apart, values[::-1][::-1]):
        assert np.array_equal(array(VECTORS, form), wanted, equal_nan=True)


def test_what_is_logged_is_a_copy() -> None:
    """The caller may go on with its array."""
    values = np.zeros((2, 3), np.float32)
    cell = VECTORS.cell(values)
    values[:] = 1
    assert not VECTORS.array([cell]).any()


def test_one_vector_several_none_or_just_their_numbers() -> None:
    """And vectors in more dimensions: a cloud in rows."""
    assert array(VECTORS, [1, 2, 3], [], [[4, 5, 6], [7, 8, 9]]).tolist() == [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
    ]
    assert len(array(VECTORS, range(6))) == 2
    assert len(array(VECTORS, np.zeros((4, 5, 3)))) == 20
    assert len(array(FLOATS, np.zeros((4, 1)))) == 4


@pytest.mark.parametrize(
    ('numbers', 'value', 'words'),
    [
        (VECTORS, [1, 2], r'A:b: shape \(2,\), wanted \(n, 3\)'),
        (VECTORS, 1, r'A:b: shape \(\), wanted \(n, 3\)'),
        (VECTORS, np.zeros((3, 2)), r'A:b: shape \(3, 2\), wanted \(n, 3\)'),
        (VECTORS, [[1, 2, 3], [4, 5]], 'A:b: lists of different lengths'),
        (VECTORS, ['1', '2', '3'], 'A:b: list .*, wanted numbers'),
        (VECTORS, 'abc', "A:b: str 'abc', wanted numbers"),
        (VECTORS, [1, None, 3], 'A:b: list .*, wanted numbers'),
        (VECTORS, {'x': 1}, 'A:b: dict .*, wanted numbers'),
        (VECTORS, np.zeros(3, complex), 'A:b: ndarray .*, wanted numbers'),
        (FLOATS, np.zeros((2, 2)), r'A:b: shape \(2, 2\), wanted \(n\)'),
        (SMALL, 65536, 'A:b: 65536 does not fit into uint16'),
        (SMALL, [1, -1], 'A:b: -1 does not fit into uint16'),
        (SMALL, np.array([1, 70000]), 'A:b: 70000 does not fit into uint16'),
        (SMALL, 1.5, 'A:b: float64 with fractions, wanted whole numbers'),
        (SMALL, [float('nan')], 'A:b: float64 with fractions, wanted whole numbers'),
    ],
    ids=str,
)
def test_what_is_wrong_is_told(numbers: Numbers, value: Any, words: str) -> None:
    """The component, what was given and what was wanted."""
    with pytest.raises((TypeError, ValueError), match=words):
        numbers.cell(value)


def test_whole_floats_are_whole_numbers() -> None:
    """Ids often come from arrays of floats."""
    assert array(SMALL, [1.0, 2.0], np.array([3.0])).ravel().tolist() == [1, 2, 3]


def test_floats_too_large_are_infinite() -> None:
    """As with numpy, and without a warning."""
    assert array(VECTORS, [1e300, -1e300, 0]).tolist() == [[np.inf, -np.inf, 0]]
    assert array(VECTORS, np.full((2, 3), 1e300)).min() == np.inf


@pytest.mark.parametrize(
    'name', ['u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8']
)
def test_every_type_of_number(name: str) -> None:
    """One alone is packed as many in an array are."""
    numbers = Numbers('A:b', name)
    assert numbers.cell(7) == numbers.cell(np.array([7])) == np.array([7], name).tobytes()
    assert numbers.size_bytes(numbers.cell([1, 2])) == 2 * np.dtype(name).itemsize
