"""Columns give what converters ask for, as views where the payload allows it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Columns, Ragged, Spans, Strings, is_constant, packed
from rerun_bridge.cdr.columns import joined, offsets_of


def test_joined_is_a_view_where_runs_touch() -> None:
    """Runs that follow each other are not copied; others are put together."""
    buffer = np.arange(20, dtype=np.uint8)
    touching = joined(buffer, np.array([2, 5]), np.array([3, 4]))
    assert touching.tolist() == list(range(2, 9))
    assert np.shares_memory(touching, buffer)
    assert joined(buffer, np.array([2, 10]), np.array([1, 2])).tolist() == [2, 10, 11]
    assert joined(buffer, np.array([], np.int64), np.array([], np.int64)).tolist() == []


@given(
    sizes=st.lists(st.sampled_from([0, 1, 7, 300]), min_size=1, max_size=8),
    repeats=st.sampled_from([1, 200]),
    seed=st.integers(0, 99),
)
def test_joined_runs_of_any_sizes(sizes: list[int], repeats: int, seed: int) -> None:
    """Few or many, of a few sizes or all different: one after the other."""
    draw = np.random.default_rng(seed)
    all_sizes = np.array(sizes * repeats, np.int64)
    buffer = draw.integers(0, 256, 5000, np.uint8)
    starts = draw.integers(0, 4700, len(all_sizes))
    expected = [buffer[a : a + n].tobytes() for a, n in zip(starts, all_sizes)]
    assert joined(buffer, starts, all_sizes).tobytes() == b''.join(expected)


def test_offsets_run_on() -> None:
    """Counts become offsets that begin with zero."""
    assert offsets_of(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]


def test_vector_is_a_view_of_siblings() -> None:
    """Numbers side by side become rows of an array without a copy; others are stacked."""
    rows = 1000
    records = np.zeros(rows, [('x', '<f8'), ('y', '<f8'), ('z', '<f8')])
    records['y'] = np.arange(rows)
    columns = Columns(rows, {f'p.{name}': records[name] for name in 'xyz'})
    assert np.shares_memory(columns.vector('p'), records)
    assert columns.vector('p')[:, 1].tolist() == list(range(rows))
    apart = Columns(2, {'x': np.array([1.0, 2.0]), 'y': np.array([3.0, 4.0])})
    assert apart.vector('', 'xy').tolist() == [[1, 3], [2, 4]]


def test_a_column_is_made_once_when_asked_for() -> None:
    """What makes a column runs at the first look at it only."""
    calls = []

    def make() -> np.ndarray:
        calls.append(1)
        return np.array([7])

    columns = Columns(1, {'x': make})
    assert not calls
    assert columns.numbers('x').tolist() == columns.numbers('x').tolist() == [7]
    assert len(calls) == 1


def test_kinds_are_checked() -> None:
    """Asking for the wrong kind of column says what it is."""
    text = Strings(np.frombuffer(b'ab', np.uint8), np.array([0]), np.array([2]))
    spans = Spans(np.zeros(8, np.uint8), np.array([0]), np.array([2]), np.dtype('<f4'))
    inner = Columns(1, {'v': np.array([1])})
    columns = Columns(1, {'s': text, 'd': spans, 'e': Ragged(np.array([0, 1]), inner)})
    assert columns.strings('s').tolist() == ['ab']
    assert columns.spans('d').row(0).tolist() == [0, 0]
    assert columns.elements('e')[1] is inner
    for wrong in (columns.numbers, columns.spans, columns.elements):
        with pytest.raises(TypeError, match='s is Strings'):
            wrong('s')
    assert columns.below('e') == ['e']


def test_text_that_is_not_utf8_is_escaped() -> None:
    """Foreign bytes stay readable, and what is UTF-8 stays as it is."""
    raw = b'caf\xc3\xa9\xff'
    text = Strings(np.frombuffer(raw, np.uint8), np.array([0, 5]), np.array([5, 1]))
    assert text.tolist() == ['café', '\\xff']


def test_wide_strings() -> None:
    """Strings of two or four bytes a character are text too."""
    for codec in ('utf-16-le', 'utf-32-le'):
        raw = 'Größe 1'.encode(codec)
        text = Strings(np.frombuffer(raw, np.uint8), np.array([0]), np.array([len(raw)]), '<')
        assert text.tolist() == ['Größe 1']


def test_constant_rows() -> None:
    """By their bytes: not a number is itself, and a zero is not its negative."""
    wide = np.zeros((5, 4))
    assert is_constant(np.full(3, np.nan))
    assert is_constant(wide[:, 1:3])
    assert not is_constant(np.array([0.0, -0.0, 0.0]))
    wide[2, 2] = 1
    assert not is_constant(wide[:, 1:3])
    assert is_constant(wide[:, :2])
    assert not is_constant(wide[:1])


def test_packed_rows_are_the_same() -> None:
    """A view of part of wider rows is copied, what is packed already is not."""
    wide = np.arange(30.0).reshape(5, 6)
    for numbers in (wide, wide[:, 1:4], wide[::2, :3], wide[:, 2], wide[:, ::2]):
        assert packed(numbers).tolist() == numbers.tolist()
        assert packed(numbers).flags.c_contiguous
    assert packed(wide) is wide


def test_numbers_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are seen as few arrays as they lie in memory."""
    monkeypatch.setattr('rerun_bridge.cdr.columns.FEW_ROWS', 0)
    wide = np.arange(20.0).reshape(4, 5)
    columns = Columns(4, {name: wide[:, i] for i, name in enumerate('abcde')})
    vectors = columns.vectors(['a', 'b', 'd', 'c'])
    assert [vector.shape for vector in vectors] == [(4, 2), (4, 1), (4, 1)]
    assert np.concatenate(vectors, axis=1).tolist() == wide[:, [0, 1, 3, 2]].tolist()
    assert np.shares_memory(vectors[0], wide)


def test_few_rows_are_copied() -> None:
    """Of other types together, too."""
    wide = np.arange(20.0).reshape(4, 5)
    columns = Columns(4, {'a': wide[:, 0], 'b': wide[:, 1].astype(np.float32)})
    (found,) = columns.vectors(['b', 'a'])
    assert found.tolist() == wide[:, [1, 0]].tolist()
