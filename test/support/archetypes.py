"""What archetypes are made of, and what they would log."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

from rerun_bridge.sdk import archetypes
from rerun_bridge.sdk.archetypes import Archetype, Component
from rerun_bridge.sdk.arrow.exchange import to_pyarrow_type
from test.support import official

__all__ = [
    'ARCHETYPES',
    'described',
    'described_in_reference',
    'described_officially',
    'enums',
    'logged',
    'signature_of',
    'signatures',
]

ARCHETYPES: dict[str, type[Archetype]] = {
    name: found
    for name in archetypes.__all__
    for found in [getattr(archetypes, name)]
    if isinstance(found, type) and issubclass(found, Archetype) and found is not Archetype
}
"""All archetypes of this SDK, by name."""


def logged(row: Any) -> dict[str, Any]:
    """Return the instances of each component that a row logs, by the field's name."""
    found = {}
    for component, cell in row.cells.items():
        lists = component.rows([cell]).lists
        lists.to_pyarrow().validate(full=True)
        found[component.descriptor.component.split(':')[-1]] = lists.to_pylist()[0]
    return found


def _facts(component: Component) -> list[str]:
    names = component.descriptor
    kind = str(to_pyarrow_type(component.arrow_type))
    return [names.component, names.archetype or '', names.component_type or '', kind]


def described() -> dict[str, list[str]]:
    """Return what this SDK declares: names and Arrow type, by archetype and field."""
    return {
        f'{name}.{field}': _facts(component)
        for name, archetype in ARCHETYPES.items()
        for field, component in archetype.components.items()
    }


def described_officially(judge: Path) -> dict[str, list[str]]:
    """Return what the official SDK says of the same."""
    found = official.archetypes(judge)
    return {
        f'{name}.{field}': facts
        for name, components in found.items()
        for field, facts in components.items()
    }


def described_in_reference(shared: Path) -> dict[str, list[str]]:
    """Return what the list beside the project says of the same."""
    return {
        f'{name}.{each["field"]}': [
            each['component'],
            each['archetype'],
            each['component_type'],
            each['arrow'],
        ]
        for name, archetype in _reference(shared)['archetypes'].items()
        for each in archetype['components']
    }


def enums(shared: Path) -> dict[str, dict[str, int]]:
    """Return the values of Rerun's enums, by the list beside the project."""
    found: dict[str, dict[str, int]] = _reference(shared)['enums']
    return found


def _reference(shared: Path) -> dict[str, Any]:
    text = (shared / 'reference' / 'archetypes.json').read_text(encoding='utf-8')
    found: dict[str, Any] = json.loads(text)
    return found


def signatures() -> dict[str, list[list[Any]]]:
    """Return name, kind and whether it has a default of each constructor argument."""
    return {name: signature_of(archetype) for name, archetype in ARCHETYPES.items()}


def signature_of(made: Any) -> list[list[Any]]:
    """Return name, kind and whether it has a default of each argument of a constructor."""
    arguments = list(inspect.signature(made.__init__).parameters.values())[1:]
    return [[each.name, each.kind.name, each.default is not each.empty] for each in arguments]
