"""Print as JSON which entities and how many rows a file has, by the official readers."""

from __future__ import annotations

import json
import sys

from rerun.chunk import RrdReader


def rows(chunks: object) -> dict[str, int]:
    """Return the rows of every entity."""
    counts: dict[str, int] = {}
    for chunk in chunks:
        counts[chunk.entity_path] = counts.get(chunk.entity_path, 0) + chunk.num_rows
    return counts


path, *only = sys.argv[1:]
found = {'stream': rows(RrdReader(path).stream().to_chunks())}
if not only:
    found['store'] = rows(RrdReader(path).store().stream().to_chunks())
print(json.dumps(found))
