"""Numbers as lines of plots."""

from __future__ import annotations

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.plots import line_names, plotted, plotted_sequences, stepped
from test.support.messages import columns_of_type


def test_fields_become_lines_in_their_order() -> None:
    """Whatever their types, as float64; a switch is 0 or 1."""
    numbers = {
        'flag': np.array([True, False]),
        'big': np.array([1, 2], '>i4'),
        'small': np.array([0.1, np.nan]),
    }
    cells = plotted(Columns(2, numbers), ['small', 'flag', 'big']).lists.to_pylist()
    assert cells[0] == [0.1, 1.0, 1.0]
    assert np.isnan(cells[1][0])
    assert cells[1][1:] == [0.0, 2.0]


def test_sequences_become_as_many_lines_as_they_have_elements() -> None:
    """Of all messages, and of some."""
    messages = [{'axes': [0.5, -1.0]}, {}, {'axes': [0.25]}]
    columns = columns_of_type('sensor_msgs/msg/Joy', messages)
    assert plotted_sequences(columns, 'axes').lists.to_pylist() == [[0.5, -1.0], [], [0.25]]
    some = plotted_sequences(columns, 'axes', np.array([2, 1]))
    assert some.lists.to_pylist() == [[0.25], []]


def test_looks_are_one_row() -> None:
    """For all lines of a plot."""
    assert line_names(['a', 'b']).lists.to_pylist() == [['a', 'b']]
    assert line_names([]).lists.to_pylist() == [[]]
    assert stepped(2).lists.to_pylist() == [[2, 2]]
