"""Records: what is logged rarely."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.archetypes.cells.records import Records
from rerun_bridge.sdk.arrow.types import Field, number, struct_of

RECORDS = Records(
    'A:b', struct_of([Field('n', number('i1'))]), lambda value: [{'n': n} for n in value]
)


def test_records_of_several_rows() -> None:
    """One after the other."""
    cells = [RECORDS.cell([1, 2]), RECORDS.cell([]), RECORDS.cell([3])]
    assert RECORDS.counts(cells) == [2, 0, 1]
    assert RECORDS.values(cells).to_pylist() == [{'n': 1}, {'n': 2}, {'n': 3}]
    assert RECORDS.size_bytes(cells[0]) > RECORDS.size_bytes(cells[1])


@pytest.mark.parametrize('value', [['text'], [1000], 5])
def test_what_pyarrow_cannot_take_is_told_at_once(value: object) -> None:
    """Not when the rows are written."""
    with pytest.raises(TypeError, match='A:b: '):
        RECORDS.cell(value)
