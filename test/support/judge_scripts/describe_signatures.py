"""Print as JSON the signatures, enums and view coordinates of the official SDK."""

from __future__ import annotations

import inspect
import json
from enum import Enum

import rerun as rr

HELPERS = (
    'Angle', 'AnnotationInfo', 'AnyValues', 'ClassDescription', 'DynamicArchetype',
    'ImageFormat', 'Quaternion', 'RotationAxisAngle', 'Scale3D', 'TensorData',
)  # fmt: skip


def signature_of(made: type) -> list[list[object]]:
    """Return name, kind and whether it has a default of each argument of a constructor."""
    arguments = list(inspect.signature(made.__init__).parameters.values())[1:]
    return [[each.name, each.kind.name, each.default is not each.empty] for each in arguments]


archetypes = dict(inspect.getmembers(rr.archetypes, inspect.isclass))
helpers = {name: getattr(rr, name, None) or getattr(rr.encodings, name) for name in HELPERS}
enums = {
    name: {member.name: member.value for member in found}
    for place in (rr.components, rr.encodings)
    for name, found in inspect.getmembers(place, inspect.isclass)
    if issubclass(found, Enum)
}
coordinates = {
    name: [int(each.value) for each in getattr(rr.ViewCoordinates, name).coordinates]
    for name in dir(rr.ViewCoordinates)
    if name.isupper() and name != 'NAME'
}
print(
    json.dumps(
        {
            'constructors': {name: signature_of(found) for name, found in archetypes.items()},
            'fields': {
                name: list(inspect.signature(found.from_fields).parameters)[1:]
                for name, found in archetypes.items()
            },
            'helpers': {name: signature_of(found) for name, found in helpers.items()},
            'enums': enums,
            'coordinates': coordinates,
        }
    )
)
