"""``rcl_interfaces/msg/Log``: ``/rosout`` as a text log, an entity per node below the topic's."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import TextLog

__all__ = ['CONVERTER']

LEVELS = {10: 'DEBUG', 20: 'INFO', 30: 'WARN', 40: 'ERROR', 50: 'CRITICAL'}


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Yield an entity per node, so that nodes can be shown and hidden.

    A level without a name is its number.
    """
    codes, nodes = columns.strings('name').dictionary
    texts = columns.strings('msg').tolist()
    levels = [LEVELS.get(level, str(level)) for level in columns.numbers('level').tolist()]
    for code, node in enumerate(nodes):
        rows = np.flatnonzero(codes == code)
        lines = (
            TextLog.text.column([texts[row] for row in rows]),
            TextLog.level.column([levels[row] for row in rows]),
        )
        yield EntityColumns(lines, path=(node,) if node else (), rows=rows)


CONVERTER = Converter(
    TypeName('rcl_interfaces/msg/Log'),
    convert,
    draws=('level', 'name', 'msg'),
    drawn_as='TextLog',
)
