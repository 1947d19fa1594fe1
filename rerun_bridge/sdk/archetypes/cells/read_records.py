"""Components of records, and what these are made of: annotations, pairs of texts, counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.annotations import AnnotationInfo, ClassDescription
from rerun_bridge.sdk.archetypes.arrow_types import ANNOTATIONS, CHANNEL_COUNTS, PAIRS
from rerun_bridge.sdk.archetypes.cells.colors import Colors
from rerun_bridge.sdk.archetypes.cells.records import Records

__all__ = [
    'annotation_cells',
    'count_cells',
    'pair_cells',
    'read_annotations',
    'read_counts',
    'read_pairs',
]

COLORS = Colors('AnnotationContext:context')


def annotation_cells(name: str) -> Records:
    """Return the cells of a component of annotation contexts."""
    return Records(name, ANNOTATIONS, read_annotations)


def count_cells(name: str) -> Records:
    """Return the cells of a component that counts messages by channel."""
    return Records(name, CHANNEL_COUNTS, read_counts)


def pair_cells(name: str) -> Records:
    """Return the cells of a component of pairs of texts."""
    return Records(name, PAIRS, read_pairs)


def read_annotations(value: Any) -> list[Any]:
    """Return the one context that classes, or one class, are."""
    one = isinstance(value, (AnnotationInfo, ClassDescription, int))
    return [[_class(each) for each in ([value] if one else value)]]


def _class(value: Any) -> dict[str, Any]:
    description = value if isinstance(value, ClassDescription) else ClassDescription(info=value)
    connections = [
        {'keypoint0': first, 'keypoint1': last} for first, last in description.keypoint_connections
    ]
    return {
        'class_id': description.info.id,
        'class_description': {
            'info': _info(description.info),
            'keypoint_annotations': [_info(each) for each in description.keypoint_annotations],
            'keypoint_connections': connections,
        },
    }


def _info(info: AnnotationInfo) -> dict[str, Any]:
    color = None
    if info.color is not None:
        color = int(np.frombuffer(COLORS.cell(info.color), '<u4')[0])
    return {'id': info.id, 'label': info.label, 'color': color}


def read_pairs(value: Any) -> list[Any]:
    """Return the one list of pairs that a mapping, or pairs, are."""
    items = value.items() if isinstance(value, Mapping) else value
    return [[{'first': first, 'second': second} for first, second in items]]


def read_counts(value: Any) -> list[Any]:
    """Return the one list of counts that a mapping, or pairs of channel and count, are."""
    items = value.items() if isinstance(value, Mapping) else value
    return [[{'channel_id': channel, 'message_count': count} for channel, count in items]]
