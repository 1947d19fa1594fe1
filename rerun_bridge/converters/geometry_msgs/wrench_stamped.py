"""``geometry_msgs/msg/WrenchStamped``: plots of force and torque, and the force as an arrow."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Arrows3D

__all__ = ['CONVERTER']

METRES_PER_NEWTON = 0.02
UNITS = {'force': 'N', 'torque': 'N·m'}


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One arrow per message, 1 m for 50 N, at the origin of the frame of its header."""
    for part, unit in UNITS.items():
        if context.first:
            names = line_names([f'{axis} ({unit})' for axis in 'xyz'])
            yield EntityColumns((names,), path=(part,), static=True)
        fields = [f'wrench.{part}.{axis}' for axis in 'xyz']
        yield EntityColumns((plotted(columns, fields),), path=(part,))
    force = columns.vector('wrench.force') * METRES_PER_NEWTON
    yield EntityColumns((Arrows3D.vectors.column(force),))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/WrenchStamped'),
    convert,
    draws=('wrench',),
    drawn_as='plots, Arrows3D',
)
