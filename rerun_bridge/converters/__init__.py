"""One file per ROS type; :func:`find_converter` looks a type up by the path of its file."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder

from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.mappings import find_mapping

__all__ = ['Context', 'Converter', 'EntityColumns', 'State', 'find_converter', 'module_name']


def module_name(type_name: str) -> str:
    """
    Return the module that would draw a type, e.g. ``sensor_msgs.point_cloud2``.

    :param type_name: e.g. ``sensor_msgs/msg/PointCloud2``.
    """
    package, _, name = type_name.split('/')
    snake = re.sub(r'(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])', '_', name).lower()
    return f'{package}.{snake}'


@cache
def find_converter(type_name: str) -> Converter | None:
    """Return the converter of a type, or None for a type that is kept by reflection."""
    parts = type_name.split('/')
    if len(parts) != 3 or parts[1] != 'msg' or not all(part.isidentifier() for part in parts):
        return None
    if (mapped := find_mapping(type_name)) is not None:
        return mapped
    package, module = module_name(type_name).split('.')
    folder = f'{__name__}.{package}'
    spec = PathFinder.find_spec(folder, __path__)
    # a ROS package may be called as a module here, which has nothing below it
    if spec is None or spec.submodule_search_locations is None:
        return None
    if PathFinder.find_spec(f'{folder}.{module}', spec.submodule_search_locations) is None:
        return None
    converter: Converter | None = getattr(import_module(f'{folder}.{module}'), 'CONVERTER', None)
    return converter if converter and converter.type_name == type_name else None
