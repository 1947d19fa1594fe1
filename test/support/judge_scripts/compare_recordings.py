"""Print as JSON, by entity, how the components of two recordings differ: names, types, values."""

from __future__ import annotations

import json
import sys

from rerun.chunk import RrdReader


def found_in(path: str) -> dict[str, dict[str, tuple[object, ...]]]:
    """Return metadata, Arrow type and values of every component of every entity."""
    entities: dict[str, dict[str, tuple[object, ...]]] = {}
    for chunk in RrdReader(path).stream().to_chunks():
        batch = chunk.to_record_batch()
        components = entities.setdefault(chunk.entity_path, {})
        for field, column in zip(batch.schema, batch.columns):
            about = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
            if about.get('rerun:kind') == 'data':
                components[field.name] = (about, str(field.type), repr(column.to_pylist()))
    return entities


first, second = map(found_in, sys.argv[1:])
different: dict[str, list[str]] = {}
for path in sorted(first.keys() | second.keys()):
    a, b = first.get(path, {}), second.get(path, {})
    for name in sorted(a.keys() | b.keys()):
        if a.get(name) != b.get(name):
            different.setdefault(path, []).append(f'{name}: {a.get(name)} != {b.get(name)}')
print(json.dumps({'entities': sorted(second), 'different': different}))
