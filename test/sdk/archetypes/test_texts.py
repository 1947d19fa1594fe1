"""The archetypes of ``texts`` are the official ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.sdk.archetypes import texts
from test.support.archetypes import described, described_in_reference, described_officially


@pytest.mark.judge
def test_names_and_types_are_the_official_ones(judge: Path) -> None:
    """What is declared exists there, with the same names and Arrow type."""
    ours, official = described(texts), described_officially(texts, judge)
    assert ours
    assert ours == {name: official.get(name) for name in ours}


def test_names_and_types_are_those_of_the_reference(shared: Path) -> None:
    """The same, where the official SDK is not at hand."""
    ours, reference = described(texts), described_in_reference(texts, shared)
    assert ours == {name: reference.get(name) for name in ours}
