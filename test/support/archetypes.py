"""Comparing our archetypes with the official ones."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from rerun_bridge.sdk.archetypes.archetype import Component
from test.support.official import archetypes


def components_of(module: ModuleType) -> Iterator[tuple[str, str, Component]]:
    """Yield archetype, field and component of everything a module declares."""
    for name in module.__all__:
        for field, value in inspect.getmembers(getattr(module, name)):
            if isinstance(value, Component):
                yield name, field, value


def described(module: ModuleType) -> dict[str, list[str]]:
    """Return what a module declares: names and Arrow type, by component."""
    return {
        f'{name}.{field}': [
            component.descriptor.component,
            component.descriptor.archetype or '',
            component.descriptor.component_type or '',
            str(component.arrow_type),
        ]
        for name, field, component in components_of(module)
    }


def described_officially(module: ModuleType, judge: Path) -> dict[str, list[str]]:
    """Return what the official SDK says of all components of the same archetypes."""
    found = archetypes(judge)
    return {
        f'{name}.{field}': facts for name in module.__all__ for field, facts in found[name].items()
    }


def described_in_reference(module: ModuleType, shared: Path) -> dict[str, list[str]]:
    """Return what the list beside the project says of all components of the same archetypes."""
    text = (shared / 'reference' / 'archetypes.json').read_text(encoding='utf-8')
    known = json.loads(text)['archetypes']
    return {
        f'{name}.{each["field"]}': [
            each['component'],
            each['archetype'],
            each['component_type'],
            each['arrow'],
        ]
        for name in module.__all__
        for each in known[name]['components']
    }
