"""Values as Arrow arrays of a component's type."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes.arrow_types import HARMONICS, UTF8, VEC3
from rerun_bridge.sdk.archetypes.instances import instances
from rerun_bridge.sdk.arrow.exchange import from_pyarrow


def test_vectors_of_vectors() -> None:
    """All numbers of an instance stand in a row."""
    values = np.arange(90, dtype=np.float16).reshape(2, 45)
    array = instances(values, HARMONICS)
    array.to_pyarrow().validate(full=True)
    assert np.array_equal(array.to_pylist(), values.reshape(2, 15, 3))


def test_numbers_are_not_copied() -> None:
    """Where they are of the type already."""
    values = np.zeros((5, 3), np.float32)
    assert np.shares_memory(instances(values, VEC3).values.part(1), values)


def test_texts_that_are_no_unicode() -> None:
    """Halves of surrogate pairs are replaced, also in a table."""
    texts = ['a\ud800', 'µ']
    assert instances(texts, UTF8).to_pylist() == ['a?', 'µ']
    assert instances((np.array([1, 0, 1]), texts), UTF8).to_pylist() == ['µ', 'a?', 'µ']


def test_no_text_is_no_text() -> None:
    """It would be a null where none may be."""
    with pytest.raises(TypeError, match='NoneType among texts'):
        instances(['a', None], UTF8)  # type: ignore[list-item]


def test_an_arrow_array_must_be_of_the_type() -> None:
    """It is taken as it is."""
    array = pa.array(['a'])
    assert instances(array, UTF8).to_pylist() == ['a']
    ours = from_pyarrow(array)
    assert instances(ours, UTF8) is ours
    with pytest.raises(TypeError, match='values are string, not'):
        instances(array, VEC3)
