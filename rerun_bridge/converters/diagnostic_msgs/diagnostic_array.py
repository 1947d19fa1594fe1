"""``diagnostic_msgs/msg/DiagnosticArray``: states and a text log per status, below the topic."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import StateChange, StateConfiguration, TextLog

__all__ = ['CONVERTER']

STATES = {0: 'OK', 1: 'WARN', 2: 'ERROR', 3: 'STALE'}
COLORS = np.array([0x4CAF50FF, 0xFFB300FF, 0xEF5350FF, 0x9E9E9EFF], np.uint32)
LOG_LEVELS = {0: 'INFO', 1: 'WARN', 2: 'ERROR', 3: 'STALE'}

Seen = dict[str, tuple[int, str]]
"""Name of a status to its last level and message."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Yield a row where the level or message of a status changes.

    Everything is kept as well, repetitions and all.
    """
    assert isinstance(state, dict)
    offsets, statuses = columns.elements('status')
    messages_of = np.repeat(np.arange(columns.rows), np.diff(offsets))
    codes, names = statuses.strings('name').dictionary
    told = list(zip(statuses.numbers('level').tolist(), statuses.strings('message').tolist()))
    for code, name in enumerate(names):
        path = tuple(part for part in name.split('/') if part)
        if name not in state:
            look = (
                StateConfiguration.values.column(
                    list(STATES.values()), np.array([0, len(STATES)])
                ),
                StateConfiguration.colors.column(COLORS, np.array([0, len(STATES)])),
            )
            yield EntityColumns(look, path=path, static=True)
        changes = _changes(state, name, np.flatnonzero(codes == code).tolist(), told)
        if changes:
            new = [told[i] for i in changes]
            lines = (
                StateChange.state.column([STATES.get(level, str(level)) for level, _ in new]),
                TextLog.text.column([text for _, text in new]),
                TextLog.level.column([LOG_LEVELS.get(level, str(level)) for level, _ in new]),
            )
            yield EntityColumns(lines, path=path, rows=messages_of[changes])


def _changes(seen: Seen, name: str, at: list[int], told: list[tuple[int, str]]) -> list[int]:
    """Return which of the places of a status tell something new."""
    changes = []
    for i in at:
        if seen.get(name) != told[i]:
            seen[name] = told[i]
            changes.append(i)
    return changes


CONVERTER = Converter(
    TypeName('diagnostic_msgs/msg/DiagnosticArray'),
    convert,
    draws=(),
    drawn_as='StateChange, TextLog',
    start=dict,
)
