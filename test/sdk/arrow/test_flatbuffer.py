"""Flatbuffers, read with what readers do: tables by their slots, everything at its multiple."""

from __future__ import annotations

from struct import unpack_from

from rerun_bridge.sdk.arrow.flatbuffer import (
    LATER,
    Begun,
    Number,
    Structs,
    field_at,
    flatbuffer,
    vector_at,
)

ROOT = [
    Number('?', 1),
    None,
    'text µ',
    Number('q', -5),
    [Number('i', 7), None],
    ([Number('h', 3)], [Number('h', 4)]),
    Structs('q', (1, 2, 3, 4), 2),
    [],
]


def test_every_field_is_found() -> None:
    """Numbers in the table, all else behind it."""
    data = flatbuffer(ROOT)
    (table,) = unpack_from('<I', data)
    assert data[field_at(data, table, 0)] == 1
    assert field_at(data, table, 1) == table  # left out: it has no place in the table
    assert unpack_from('<q', data, field_at(data, table, 3)) == (-5,)
    text, count = vector_at(data, field_at(data, table, 2))
    assert data[text : text + count + 1] == b'text \xc2\xb5\0'
    inner = field_at(data, table, 4)
    inner += unpack_from('<I', data, inner)[0]
    assert unpack_from('<i', data, field_at(data, inner, 0)) == (7,)
    first, count = vector_at(data, field_at(data, table, 5))
    found = []
    for at in range(first, first + 4 * count, 4):
        each = at + unpack_from('<I', data, at)[0]
        found += unpack_from('<h', data, field_at(data, each, 0))
    assert found == [3, 4]
    start, count = vector_at(data, field_at(data, table, 6))
    assert (start % 8, count) == (0, 2)
    assert unpack_from('<4q', data, start) == (1, 2, 3, 4)


def test_numbers_stand_at_multiples_of_their_size() -> None:
    """Or readers refuse them, whatever stands before."""
    for texts in range(9):
        data = flatbuffer(['x' * texts, [Number('?', 1), Number('q', 2), Number('i', 3)]])
        (table,) = unpack_from('<I', data)
        at = field_at(data, table, 1)
        inner = at + unpack_from('<I', data, at)[0]
        assert inner % 4 == 0
        places = [field_at(data, inner, number) for number in range(3)]
        assert (places[1] % 8, places[2] % 4) == (0, 0)
        assert unpack_from('<q', data, places[1]) == (2,)


def test_tables_of_one_form_share_their_slots() -> None:
    """A schema has hundreds of them."""
    tables = tuple([Number('i', i)] for i in range(100))
    assert len(flatbuffer([tables])) < 100 * 12 + 40


def test_one_beginning_and_many_ends() -> None:
    """The same bytes as if each was written at once."""
    for end in ('text', (['a'], ['b', 'c']), [Number('q', 1)]):
        begun = Begun([Number('i', 1), ['a'], [Number('h', 2), LATER]])
        for _ in range(2):
            whole = flatbuffer([Number('i', 1), ['a'], [Number('h', 2), end]])
            assert begun.finished(end) == whole
