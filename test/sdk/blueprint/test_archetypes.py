"""The archetypes of blueprints are the official ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rerun_bridge.sdk.archetypes.archetype import Archetype
from rerun_bridge.sdk.blueprint import archetypes
from test.support.official import run_script


@pytest.mark.judge
def test_components_are_called_as_in_rerun_sdk(judge: Path) -> None:
    """Name, archetype and type of each."""
    official = json.loads(run_script(judge, 'describe_blueprints'))['fields']
    found = {
        component.descriptor.component: [
            component.descriptor.archetype,
            component.descriptor.component_type,
        ]
        for each in vars(archetypes).values()
        if isinstance(each, type) and issubclass(each, Archetype) and each is not Archetype
        for component in each.components.values()
    }
    assert len(found) > 15
    assert found == {name: official[name] for name in found}
