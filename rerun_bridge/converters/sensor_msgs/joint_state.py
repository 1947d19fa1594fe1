"""``sensor_msgs/msg/JointState``: plots of position, velocity and effort, a line per joint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Ragged, Strings, is_constant
from rerun_bridge.cdr.gather import gather
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted_sequences
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sdk.archetypes import SeriesLines

__all__ = ['CONVERTER']

Rows = npt.NDArray[np.int64]
Names = tuple[str, ...]

QUANTITIES = ('position', 'velocity', 'effort')
MOST_GROUPS = 32
OTHERS = ('other groups',)


@dataclass()
class Groups:
    """
    Joints that are told of together: each of several publishers of one topic has its own.

    :param paths: names of joints to where their group is, below the entity of a quantity.
    :param named: entities whose lines have their names.
    """

    paths: dict[Names, tuple[str, ...]] = field(default_factory=dict)
    named: set[tuple[str, ...]] = field(default_factory=set)

    def path(self, names: Names) -> tuple[str, ...] | None:
        """Return where joints are drawn, None where there are too many groups already."""
        number = len(self.paths) + 1
        if names not in self.paths and number <= MOST_GROUPS:
            self.paths[names] = () if number == 1 else (f'group {number}',)
        return self.paths.get(names)


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Yield ``position``, ``velocity`` and ``effort`` where there are any.

    Those of the first group are right below the topic, those of others below them. A message may
    have more numbers than names, or fewer: there are as many lines as numbers.
    """
    assert isinstance(state, Groups)
    others: list[tuple[int, Names]] = []
    for names, rows in _by_names(columns['name']):
        group = state.path(names)
        if group is None:
            others += [(row, names) for row in _all(columns, rows)]
            continue
        for quantity in _present(columns, rows):
            path = (quantity, *group)
            if path not in state.named:
                state.named.add(path)
                yield EntityColumns((line_names(names),), path=path, static=True)
            yield EntityColumns(
                (plotted_sequences(columns, quantity, rows),), path=path, rows=rows
            )
    if others:
        yield from _with_changing_names(columns, sorted(others))


def _all(columns: Columns, rows: Rows | None) -> Iterable[int]:
    return range(columns.rows) if rows is None else rows.tolist()


def _present(columns: Columns, rows: Rows | None) -> Iterator[str]:
    """Yield the quantities of messages that have any number; the first one always."""
    for quantity in QUANTITIES:
        counts = columns.spans(quantity).counts
        if quantity == QUANTITIES[0] or (counts if rows is None else counts[rows]).any():
            yield quantity


def _with_changing_names(
    columns: Columns, others: list[tuple[int, Names]]
) -> Iterator[EntityColumns]:
    """Yield the messages of all further groups on one entity, each with its names."""
    rows = np.array([row for row, _ in others])
    ends = np.cumsum([0, *(len(names) for _, names in others)])
    names = SeriesLines.names.column([name for _, names in others for name in names], ends)
    for quantity in _present(columns, rows):
        scalars = plotted_sequences(columns, quantity, rows)
        yield EntityColumns((scalars, names), path=(quantity, *OTHERS), rows=rows)


def _by_names(column: object) -> Iterator[tuple[Names, Rows | None]]:
    """Yield the names of joints and the messages that have them; None for all messages."""
    assert isinstance(column, Ragged)
    assert isinstance(column.values, Strings)
    offsets, names = column.offsets, column.values
    if column.repeats or _are_the_same(offsets, names):
        first = slice(int(offsets[0]), int(offsets[1]))
        of_first = Strings(names.buffer, names.starts[first], names.sizes[first], names.wide)
        yield tuple(of_first.tolist()), None
        return
    codes, table = names.dictionary
    rows_of: dict[bytes, list[int]] = {}
    for row, (start, stop) in enumerate(zip(offsets[:-1].tolist(), offsets[1:].tolist())):
        rows_of.setdefault(codes[start:stop].tobytes(), []).append(row)
    for key, rows in rows_of.items():
        yield tuple(table[code] for code in np.frombuffer(key, codes.dtype)), np.array(rows)


def _are_the_same(offsets: Rows, names: Strings) -> bool:
    """Tell whether all messages have the same names, by the bytes of all names of a message."""
    rows, joints = len(offsets) - 1, int(offsets[1])
    if joints == 0 or len(names) != rows * joints or (np.diff(offsets) != joints).any():
        return rows > 0 and len(names) == 0
    starts, sizes = names.starts.reshape(rows, joints), names.sizes.reshape(rows, joints)
    firsts = starts[:, 0]
    layout = starts[0] - firsts[0]
    if (sizes != sizes[0]).any() or (starts != firsts[:, None] + layout).any():
        return False
    text = np.dtype(f'V{int(layout[-1] + sizes[0, -1])}')
    return rows == 1 or is_constant(gather(names.buffer, firsts, text))


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/JointState'),
    convert,
    draws=('name', 'position', 'velocity', 'effort'),
    drawn_as='plots',
    start=Groups,
)
