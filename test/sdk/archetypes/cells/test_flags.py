"""Flags of rows."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import SeriesLines

FLAGS = SeriesLines.visible_series


def test_flags_of_all_kinds() -> None:
    """Python's, numpy's, numbers; one or several or none."""
    values = [True, False, np.True_, [True, False], np.array([0, 2]), 1, []]
    cells = [FLAGS.cell(value) for value in values]
    lists = FLAGS.rows([*cells, None]).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.to_pylist() == [
        [True], [False], [True], [True, False], [False, True], [True], [], None,
    ]  # fmt: skip


def test_text_is_no_flag() -> None:
    """'False' would be true."""
    with pytest.raises(TypeError, match='SeriesLines:visible_series: '):
        FLAGS.cell('False')
