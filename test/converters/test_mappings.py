"""Types that are a row of the table, against the table and against their messages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.cdr import Columns
from rerun_bridge.converters import module_name
from rerun_bridge.converters.converter import Context
from rerun_bridge.converters.mappings import BUILT_IN, find_mapping, mapped_types
from rerun_bridge.messages import Channel, TypeName
from test.support.messages import draw, schema_of, xyz

NUMBERS: dict[str, list[Any]] = {
    'Bool': [True, False],
    'Byte': [0, 255],
    'Char': [0, 255],
    'Int8': [-128, 127],
    'UInt8': [0, 255],
    'Int16': [-32768, 32767],
    'UInt16': [0, 65535],
    'Int32': [-(2**31), 2**31 - 1],
    'UInt32': [0, 2**32 - 1],
    'Int64': [-(2**63), 2**53],
    'UInt64': [0, 2**64 - 1],
    'Float32': [0.5, float('inf')],
    'Float64': [0.1, -1e300],
}


def test_every_row_names_fields_of_its_type() -> None:
    """In the newest definitions; and no type has two rows or a file as well."""
    assert len(set(mapped_types())) == len(BUILT_IN)
    for mapping in BUILT_IN:
        assert find_mapping(mapping.type_name) is find_mapping(mapping.type_name) is not None
        drawn = draw(mapping.type_name, [{}])
        lines = [path for plot in mapping.plots for path in plot.lines]
        assert len(lines) == len(set(lines))
        for path in lines:
            assert path.split('.')[0] in {f.name for f in schema_of(mapping.type_name).fields}
        assert set(drawn.rows) == {'/'.join(plot.path) for plot in mapping.plots}
        assert module_name(mapping.type_name)


def test_a_type_without_a_row() -> None:
    """Is looked for elsewhere."""
    assert find_mapping('sensor_msgs/msg/Imu') is None


@pytest.mark.parametrize('name', NUMBERS)
def test_numbers(name: str) -> None:
    """Every number is its own plot, named by its entity."""
    drawn = draw(f'std_msgs/msg/{name}', [{'data': value} for value in NUMBERS[name]])
    assert drawn.cells('Scalars:scalars') == [[float(value)] for value in NUMBERS[name]]
    converter = find_mapping(f'std_msgs/msg/{name}')
    assert converter is not None
    assert converter.draws == (() if name.endswith('Int64') else ('data',))
    steps = {'SeriesLines:interpolation_mode': [2]}
    assert drawn.static == ({'': steps} if name in ('Bool', 'Byte', 'Char') else {})


@pytest.mark.parametrize(
    ('name', 'path', 'line'),
    [
        ('Temperature', 'temperature', 'temperature (°C)'),
        ('FluidPressure', 'fluid_pressure', 'pressure (Pa)'),
        ('RelativeHumidity', 'relative_humidity', 'relative humidity (0–1)'),
        ('Illuminance', 'illuminance', 'illuminance (lx)'),
    ],
)
def test_a_measurement(name: str, path: str, line: str) -> None:
    """The value with its unit; its variance is kept, so it is not drawn."""
    drawn = draw(f'sensor_msgs/msg/{name}', [{path: 20.5, 'variance': 1.0}], [{path: -3.0}])
    assert drawn.cells('Scalars:scalars', path) == [[20.5], [-3.0]]
    assert drawn.static == {path: {'SeriesLines:names': [line]}}
    converter = find_mapping(f'sensor_msgs/msg/{name}')
    assert converter is not None
    assert converter.draws == (path,)


def test_units_are_apart() -> None:
    """Linear and angular speed are plots of their own, with and without a header."""
    twist = {'linear': xyz(1, 2, 3), 'angular': xyz(4, 5, 6)}
    for name, message in (('Twist', twist), ('TwistStamped', {'twist': twist})):
        drawn = draw(f'geometry_msgs/msg/{name}', [message])
        assert drawn.cells('Scalars:scalars', 'linear') == [[1, 2, 3]]
        assert drawn.cells('Scalars:scalars', 'angular') == [[4, 5, 6]]
        assert drawn.static['angular']['SeriesLines:names'][2] == 'z (rad/s)'


def test_vectors() -> None:
    """Three lines each."""
    field = draw('sensor_msgs/msg/MagneticField', [{'magnetic_field': xyz(1e-5, 2e-5, -4e-5)}])
    assert field.cells('Scalars:scalars', 'magnetic_field') == [[1e-5, 2e-5, -4e-5]]
    assert draw('geometry_msgs/msg/Vector3', [xyz(1, 2, 3)]).cells('Scalars:scalars') == [
        [1, 2, 3]
    ]
    wrench = draw('geometry_msgs/msg/Wrench', [{'torque': xyz(1, 2, 3)}])
    assert wrench.cells('Scalars:scalars', 'torque') == [[1, 2, 3]]


def test_a_battery() -> None:
    """Unknown values (NaN) have no point in the plot; each cell is a line."""
    nan = float('nan')
    drawn = draw(
        'sensor_msgs/msg/BatteryState',
        [
            {'voltage': 12.5, 'charge': nan, 'capacity': nan, 'design_capacity': 10.0},
            {'voltage': 12.0, 'cell_voltage': [4.0, 4.125, 3.875]},
        ],
    )
    assert drawn.cells('Scalars:scalars', 'voltage') == [[12.5], [12.0]]
    assert np.isnan(drawn.cells('Scalars:scalars', 'charge')[0][:2]).all()
    assert drawn.cells('Scalars:scalars', 'charge')[0][2] == 10.0
    assert drawn.cells('Scalars:scalars', 'cell_voltage') == [[], [4.0, 4.125, 3.875]]


def test_a_joystick() -> None:
    """Axes and buttons, as many as there are."""
    messages = [{'axes': [0.5, -1], 'buttons': [0, 1, 0]}, {'axes': [1.0]}]
    drawn = draw('sensor_msgs/msg/Joy', messages)
    assert drawn.cells('Scalars:scalars', 'axes') == [[0.5, -1], [1.0]]
    assert drawn.cells('Scalars:scalars', 'buttons') == [[0, 1, 0], []]
    assert drawn.static == {}


def test_older_definitions_have_fewer_lines() -> None:
    """A battery without temperature, as ROS had it once, is drawn with what there is."""
    converter = find_mapping('sensor_msgs/msg/BatteryState')
    assert converter is not None
    columns = Columns(1, {'voltage': np.array([12.0]), 'charge': np.array([2.0])})
    context = Context(Channel(1, '/battery', TypeName('sensor_msgs/msg/BatteryState')), first=True)
    parts = list(converter.convert(columns, None, context))
    assert [(part.path, part.static) for part in parts] == [
        (('voltage',), True),
        (('voltage',), False),
        (('charge',), True),
        (('charge',), False),
    ]
    assert parts[2].components[0].lists.to_pylist() == [['charge (Ah)']]
