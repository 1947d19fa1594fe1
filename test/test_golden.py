"""Every converter turns its golden messages into its golden recording."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.messages import TypeName
from test.support.golden import GOLDEN, chunks_of, drawn_types, dump, paths_of, read_input


@pytest.mark.parametrize('type_name', drawn_types())
def test_recording_is_golden(type_name: TypeName) -> None:
    """The chunks of the golden messages are those of the dump; ``make golden`` renews it."""
    source, target = paths_of(type_name)
    assert dump(chunks_of(type_name, read_input(source))) == target.read_text()


def test_no_golden_without_a_converter() -> None:
    """A golden file whose converter is gone is gone too."""
    known = {path for type_name in drawn_types() for path in paths_of(type_name)}
    found: set[Path] = {path for path in GOLDEN.rglob('*') if path.is_file()}
    assert found == known
