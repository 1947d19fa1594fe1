"""Whatever pyarrow can hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes.cells.arrow_items import ArrowItems, as_arrow
from rerun_bridge.sdk.arrow.exchange import of_pyarrow_type

DATE = of_pyarrow_type(pa.date32())


def test_instances_of_several_rows() -> None:
    """One after the other; empty at least of the right type."""
    items = ArrowItems('a', DATE)
    cells = [items.cell(date(2024, 5, 1)), items.cell([]), items.cell([date(2024, 5, 2)] * 2)]
    assert items.counts(cells) == [1, 0, 2]
    assert items.values(cells).type == items.values([]).type == DATE
    assert len(items.values(cells)) == 3
    assert items.size_bytes(cells[2]) > items.size_bytes(cells[1])


def test_what_is_one_and_what_is_many() -> None:
    """Texts, bytes and mappings are one."""
    for one in ('text', b'bytes', {'a': 1}, 5, np.float32(1), np.array(2)):
        assert len(as_arrow(one)) == 1
    for two in (
        ['a', 'b'],
        (1, 2),
        np.zeros(2),
        np.zeros((2, 3)),
        np.zeros((2, 3, 4)),
        [[1], [2]],
    ):
        assert len(as_arrow(two)) == 2


def test_another_type_is_told() -> None:
    """By the component's name."""
    with pytest.raises(TypeError, match='a: '):
        ArrowItems('a', DATE).cell('text')
