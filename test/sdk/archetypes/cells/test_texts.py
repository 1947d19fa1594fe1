"""Texts of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Points3D, TextLog

LABELS = Points3D.labels


def test_one_text_or_several() -> None:
    """From a list, a tuple, an array or whatever gives texts."""
    values = ['one', ['a', 'µ'], ('b',), np.array(['c', 'd']), iter(['e']), np.str_('f'), []]
    cells = [LABELS.cell(value) for value in values]
    wanted = [['one'], ['a', 'µ'], ['b'], ['c', 'd'], ['e'], ['f'], []]
    assert LABELS.rows(cells).lists.to_pylist() == wanted
    assert LABELS.cell_bytes(cells[0]) == 3


def test_half_a_surrogate_pair_is_replaced() -> None:
    """A name of a file that is no Unicode costs one letter, not the row."""
    cell = TextLog.text.cell('a\ud800b')
    assert TextLog.text.rows([cell]).lists.to_pylist() == [['a?b']]


@pytest.mark.parametrize('value', [5, b'bytes', ['a', 1], [None], bytearray(b'a')], ids=repr)
def test_other_things_are_no_text(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises(TypeError, match=r'Points3D:labels: .*wanted text'):
        LABELS.cell(value)
