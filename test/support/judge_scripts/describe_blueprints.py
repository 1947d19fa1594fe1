"""Print as JSON what the official blueprints are made of."""

from __future__ import annotations

import inspect
import json

import rerun.blueprint as rrb
from rerun.blueprint import archetypes

fields: dict[str, list[str]] = {}
for _, archetype in inspect.getmembers(archetypes, inspect.isclass):
    for method in dir(archetype):
        if method.startswith('descriptor_'):
            descriptor = getattr(archetype, method)()
            fields[descriptor.component] = [descriptor.archetype, descriptor.component_type]
views = {
    name: view().class_identifier
    for name, view in inspect.getmembers(rrb, inspect.isclass)
    if name.endswith('View') and name != 'View'
}
signatures = {
    name: list(inspect.signature(getattr(rrb, name)).parameters)
    for name in dir(rrb)
    if inspect.isclass(getattr(rrb, name))
}
print(json.dumps({'fields': fields, 'views': views, 'signatures': signatures}))
