"""Stamped transforms between named frames, as ``Transform3D`` components."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Strings
from rerun_bridge.cdr.gather import distinct
from rerun_bridge.converters.converter import Context
from rerun_bridge.sdk.archetypes import Transform3D
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['frame_dictionary', 'frame_edges', 'transform_components']


def frame_dictionary(
    frames: Strings, context: Context
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Return codes and the recording's names of frames, as ``Strings.dictionary`` does."""
    codes, names = frames.dictionary
    return codes, tuple(context.frame_name(name) for name in names)


def transform_components(
    transforms: Columns, context: Context, rows: npt.NDArray[np.intp] | slice = slice(None)
) -> tuple[ComponentColumn, ...]:
    """
    Return parent frame, child frame, translation and rotation.

    :param transforms: of type ``geometry_msgs/msg/TransformStamped``.
    :param rows: of the transforms that are wanted.
    """
    parents, parent_names = frame_dictionary(transforms.strings('header.frame_id'), context)
    children, child_names = frame_dictionary(transforms.strings('child_frame_id'), context)
    return (
        Transform3D.translation.column(transforms.vector('transform.translation')[rows]),
        Transform3D.quaternion.column(transforms.vector('transform.rotation', 'xyzw')[rows]),
        Transform3D.parent_frame.column((parents[rows], parent_names)),
        Transform3D.child_frame.column((children[rows], child_names)),
    )


def frame_edges(columns: Columns, context: Context) -> set[tuple[str, str]]:
    """Return the pairs of parent and child frame that messages of a transform type name."""
    if context.channel.type_name == 'tf2_msgs/msg/TFMessage':
        _, columns = columns.elements('transforms')
    elif context.channel.type_name != 'geometry_msgs/msg/TransformStamped':
        return set()
    parents, parent_names = frame_dictionary(columns.strings('header.frame_id'), context)
    children, child_names = frame_dictionary(columns.strings('child_frame_id'), context)
    pairs = distinct(parents.astype(np.int64) * len(child_names) + children)
    return {
        (parent_names[pair // len(child_names)], child_names[pair % len(child_names)])
        for pair in pairs.tolist()
    }
