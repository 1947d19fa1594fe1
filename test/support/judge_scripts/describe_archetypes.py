"""Print as JSON what the official archetypes are made of."""

from __future__ import annotations

import inspect
import json

import rerun as rr

found: dict[str, dict[str, list[str]]] = {}
for name, archetype in inspect.getmembers(rr.archetypes, inspect.isclass):
    for method in dir(archetype):
        if not method.startswith('descriptor_'):
            continue
        descriptor = getattr(archetype, method)()
        kind = descriptor.component_type
        batch = getattr(rr.components, kind.split('.')[-1] + 'Batch', None)
        if batch is not None:
            found.setdefault(name, {})[method[len('descriptor_') :]] = [
                descriptor.component,
                descriptor.archetype,
                kind,
                str(batch._ARROW_DATATYPE),
            ]
print(json.dumps(found))
