"""
Types that are drawn by saying which field is which component: a row of :data:`BUILT_IN` each.

A plot has one y axis, so each unit of a message has a plot of its own, on an entity below the
topic's. So has a number that others are kept beside (a variance): the viewer would plot them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from rerun_bridge.cdr import Columns, Spans
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted, plotted_sequences, stepped
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass

__all__ = ['BUILT_IN', 'Plot', 'TypeMapping', 'find_mapping', 'mapped_types']


@dataclass(frozen=True)
class Plot:
    """
    Numbers of one unit, drawn together.

    :param lines: dotted path of a number to the name of its line; or one path of a sequence of
        numbers, which is a line per element. An empty name leaves a line the name of its entity.
    :param path: of the entity below the topic's.
    :param steps: values hold until the next one, as those of a switch do; not for sequences.
    """

    lines: Mapping[str, str]
    path: tuple[str, ...] = ()
    steps: bool = False


@dataclass(frozen=True)
class TypeMapping:
    """
    How a type is drawn.

    :param kept: paths that are kept by reflection as well: a plot rounds 64-bit integers.
    """

    type_name: TypeName
    plots: tuple[Plot, ...]
    kept: frozenset[str] = frozenset()


def _one(name: str, path: str, line: str) -> TypeMapping:
    return TypeMapping(TypeName(name), (Plot({path: line}, (path,)),))


def _axes(prefix: str, unit: str, path: tuple[str, ...] = ()) -> Plot:
    return Plot({f'{prefix}{axis}': f'{axis} ({unit})' for axis in 'xyz'}, path)


def _std(name: str, *, steps: bool = False, exact: bool = True) -> TypeMapping:
    kept = frozenset[str]() if exact else frozenset({'data'})
    return TypeMapping(TypeName(f'std_msgs/msg/{name}'), (Plot({'data': ''}, steps=steps),), kept)


def _twist(name: str, prefix: str) -> TypeMapping:
    plots = (
        _axes(f'{prefix}linear.', 'm/s', ('linear',)),
        _axes(f'{prefix}angular.', 'rad/s', ('angular',)),
    )
    return TypeMapping(TypeName(f'geometry_msgs/msg/{name}'), plots)


BATTERY = (
    Plot({'voltage': 'voltage (V)'}, ('voltage',)),
    Plot({'current': 'current (A)'}, ('current',)),
    Plot({'percentage': 'percentage (0–1)'}, ('percentage',)),
    Plot({'temperature': 'temperature (°C)'}, ('temperature',)),
    Plot(
        {
            'charge': 'charge (Ah)',
            'capacity': 'capacity (Ah)',
            'design_capacity': 'design capacity (Ah)',
        },
        ('charge',),
    ),
    Plot({'cell_voltage': ''}, ('cell_voltage',)),
    Plot({'cell_temperature': ''}, ('cell_temperature',)),
)

WRENCH = (_axes('force.', 'N', ('force',)), _axes('torque.', 'N·m', ('torque',)))

MAGNETIC = (_axes('magnetic_field.', 'T', ('magnetic_field',)),)

JOY = (Plot({'axes': ''}, ('axes',)), Plot({'buttons': ''}, ('buttons',)))

BUILT_IN: tuple[TypeMapping, ...] = (
    _one('sensor_msgs/msg/Temperature', 'temperature', 'temperature (°C)'),
    _one('sensor_msgs/msg/FluidPressure', 'fluid_pressure', 'pressure (Pa)'),
    _one('sensor_msgs/msg/RelativeHumidity', 'relative_humidity', 'relative humidity (0–1)'),
    _one('sensor_msgs/msg/Illuminance', 'illuminance', 'illuminance (lx)'),
    TypeMapping(TypeName('sensor_msgs/msg/MagneticField'), MAGNETIC),
    TypeMapping(TypeName('sensor_msgs/msg/BatteryState'), BATTERY),
    TypeMapping(TypeName('sensor_msgs/msg/Joy'), JOY),
    _twist('Twist', ''),
    _twist('TwistStamped', 'twist.'),
    TypeMapping(TypeName('geometry_msgs/msg/Vector3'), (Plot({'x': 'x', 'y': 'y', 'z': 'z'}),)),
    TypeMapping(TypeName('geometry_msgs/msg/Wrench'), WRENCH),
    _std('Bool', steps=True),
    _std('Byte', steps=True),
    _std('Char', steps=True),
    *(_std(f'{sign}Int{bits}') for sign in ('', 'U') for bits in (8, 16, 32)),
    _std('Int64', exact=False),
    _std('UInt64', exact=False),
    _std('Float32'),
    _std('Float64'),
)


def mapped_types() -> Iterable[TypeName]:
    """Return the types that have a row."""
    return [mapping.type_name for mapping in BUILT_IN]


@cache
def find_mapping(type_name: str) -> Converter | None:
    """Return the converter that the row of a type makes, or None."""
    for mapping in BUILT_IN:
        if mapping.type_name == type_name:
            return _converter(mapping)
    return None


def _converter(mapping: TypeMapping) -> Converter:
    def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
        for plot in mapping.plots:
            yield from _drawn(plot, columns, context)

    mapped = [path for plot in mapping.plots for path in plot.lines]
    draws = tuple(path for path in mapped if path not in mapping.kept)
    return Converter(mapping.type_name, convert, draws, 'plot')


def _drawn(plot: Plot, columns: Columns, context: Context) -> Iterable[EntityColumns]:
    """Yield a plot; lines that an older definition of the type does not have are left out."""
    lines = {path: name for path, name in plot.lines.items() if path in columns}
    if not lines:
        return
    is_sequence = isinstance(columns[next(iter(lines))], Spans)
    if context.first:
        style = [line_names(list(lines.values()))] if any(lines.values()) else []
        style += [stepped(len(lines))] if plot.steps else []
        if style:
            yield EntityColumns(tuple(style), path=plot.path, static=True)
    if is_sequence:
        scalars = plotted_sequences(columns, next(iter(lines)))
    else:
        scalars = plotted(columns, list(lines))
    yield EntityColumns((scalars,), path=plot.path)
