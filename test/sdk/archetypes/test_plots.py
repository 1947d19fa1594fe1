"""Plots."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Scalars, SeriesPoints
from test.support.archetypes import logged


def test_numbers_of_all_kinds() -> None:
    """One curve each."""
    assert logged(Scalars(1)) == {'scalars': [1]}
    assert logged(Scalars([1, 2.5])) == {'scalars': [1, 2.5]}
    assert logged(Scalars(np.float32(0.5))) == {'scalars': [0.5]}
    assert np.isnan(logged(Scalars(float('nan')))['scalars']).all()
    with pytest.raises(TypeError, match='Scalars:scalars: '):
        Scalars('1.5')


def test_points_are_circles_where_nothing_is_said() -> None:
    """Else nothing would tell that points are wanted."""
    assert logged(SeriesPoints()) == {'markers': [1]}
    assert logged(SeriesPoints(names='a')) == {'names': ['a']}
