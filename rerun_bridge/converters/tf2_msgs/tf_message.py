"""``tf2_msgs/msg/TFMessage``: one row per transform, at its own stamp, between named frames."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.stamps import stamps_ns
from rerun_bridge.converters.transforms import transform_components
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Rows of one entity; the viewer keeps a transform per child frame.

    Of a static entity only the newest row counts, so each child frame of a static topic gets its
    own.
    """
    offsets, transforms = columns.elements('transforms')
    if context.static:
        codes, names = transforms.strings('child_frame_id').dictionary
        for code, name in enumerate(names):
            components = transform_components(transforms, context, np.flatnonzero(codes == code))
            yield EntityColumns(components, path=(name,) if name else (), static=True)
    else:
        rows = np.repeat(np.arange(columns.rows), np.diff(offsets))
        yield EntityColumns(
            transform_components(transforms, context),
            rows=rows,
            stamps_ns=stamps_ns(transforms),
        )


CONVERTER = Converter(
    TypeName('tf2_msgs/msg/TFMessage'),
    convert,
    draws=('transforms',),
    drawn_as='Transform3D',
    metres=('transforms.transform.translation',),
)
