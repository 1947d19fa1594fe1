"""Pictures of a camera are on the frame that its pinhole projects to: that of the image plane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Strings
from rerun_bridge.converters.converter import Context, EntityColumns
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.archetypes import CoordinateFrame
from rerun_bridge.sdk.component import ComponentColumn

__all__ = [
    'OPTICAL_AXES',
    'PictureRows',
    'image_plane',
    'image_plane_dictionary',
    'on_image_plane',
]

OPTICAL_AXES = (3, 2, 5)
"""Right, down, forward: how ROS looks out of a camera (REP 103)."""


def image_plane(frame: str) -> str:
    """Return the frame of the pictures of a camera, from the camera's own."""
    return f'{frame}_image_plane'


FRAME = CoordinateFrame.frame.descriptor.component


@dataclass(frozen=True)
class PictureRows:
    """
    Pictures of one kind.

    :param components: a row per picture.
    :param rows: the messages they come from, increasing.
    :param held: as in :class:`EntityColumns`.
    """

    components: tuple[ComponentColumn, ...]
    rows: Sequence[int]
    held: frozenset[str] = frozenset()


def image_plane_dictionary(
    frames: Strings, context: Context
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Return codes and names of the image planes of cameras, like ``Strings.dictionary``."""
    codes, names = frames.dictionary
    return codes, tuple(image_plane(context.frame_name(name)) for name in names)


def on_image_plane(
    kinds: Sequence[PictureRows], columns: Columns, context: Context
) -> Iterator[EntityColumns]:
    """
    Yield pictures with the frame of their image plane.

    Several kinds on one topic become chunks of their own.

    :param kinds: with a row for every message, all together.
    """
    codes, names = image_plane_dictionary(columns.strings('header.frame_id'), context)
    if len(names) == 1:
        plane = _one_plane(names[0], len(codes))
    else:
        plane = CoordinateFrame.frame.column((codes, names))
    if len(kinds) == 1:
        yield EntityColumns((*kinds[0].components, plane), held=kinds[0].held | {FRAME})
        return
    yield EntityColumns((plane,), held=frozenset({FRAME}))
    for kind in kinds:
        yield EntityColumns(kind.components, rows=np.array(kind.rows, np.int64))


@lru_cache(maxsize=32)
def _one_plane(name: str, rows: int) -> ComponentColumn:
    """Remember what never changes: of a few pictures at a time it would cost the most."""
    return CoordinateFrame.frame.column([name] * rows)
