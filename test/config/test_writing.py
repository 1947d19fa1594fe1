"""YAML as a person would write it."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.config.writing import yaml_text


def test_it_reads_well() -> None:
    """Lists in one line, whole numbers without a point, nothing referred to."""
    shared = [1.0, 2.5, None]
    assert yaml_text({'b': {'x': shared}, 'a': [{'y': shared}], 'ü': True}) == (
        'b:\n  x: [1, 2.5, null]\na:\n- y: [1, 2.5, null]\nü: true\n'
    )
    assert yaml_text({}) == ''


TEXTS = st.text('ab/é:#{}[]\'"-?!&*\n 1.~', max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3))
def test_it_reads_back(data: dict[str, object]) -> None:
    """Whatever is written is what a reader finds."""
    assert yaml.safe_load(yaml_text(data)) == data
