"""Definitions for channels without one: the distros told apart by hash, name and bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.definitions import MessageSchema, parse_definition
from rerun_bridge.messages import MessageDefinition, TypeName
from rerun_bridge.sources.definition_lookup import DefinitionLookup

typesys = pytest.importorskip('rosbags.typesys', reason='no rosbags')

RANGE = TypeName('sensor_msgs/msg/Range')


def store(distro: str) -> object:
    """Return rosbags' types of a distro."""
    return typesys.get_typestore(typesys.Stores(f'ros2_{distro}'))


def range_message(distro: str, frame: str = 'sonar') -> bytes:
    """Return a Range as a distro writes it, by rosbags."""
    types = store(distro)
    stamp = types.types['builtin_interfaces/msg/Time'](5, 6)
    header = types.types['std_msgs/msg/Header'](stamp, frame)
    values = [header, 1, 0.5, 0.1, 4.0, 2.0] + ([0.25] if distro == 'jazzy' else [])
    message = types.types[RANGE](*values)
    return bytes(types.serialize_cdr(message, RANGE))


def has_variance(definition: MessageDefinition | None) -> bool:
    """Return whether a definition of Range is the newer one."""
    assert definition is not None
    return 'variance' in fields(parse_definition(definition, RANGE))


def fields(schema: MessageSchema) -> list[str]:
    """Return the names of the fields."""
    return [field.name for field in schema.fields]


@pytest.mark.parametrize(('distro', 'newer'), [('humble', False), ('jazzy', True)])
def test_range_by_hash(distro: str, newer: bool) -> None:
    """The type hash decides, even against the distro."""
    type_hash = store(distro).hash_rihs01(RANGE)
    for said in ('', 'humble', 'jazzy'):
        found = DefinitionLookup().find(RANGE, type_hash=type_hash, ros_distro=said)
        assert has_variance(found) is newer


@pytest.mark.parametrize(
    ('distro', 'newer'), [('humble', False), ('jazzy', True), ('', True), ('rolling', True)]
)
def test_range_by_distro(distro: str, newer: bool) -> None:
    """As the bag's metadata says; else the newest."""
    assert has_variance(DefinitionLookup().find(RANGE, ros_distro=distro)) is newer


@pytest.mark.parametrize('frame', ['', 'a', 'ab', 'abc', 'abcd'])
@pytest.mark.parametrize(('distro', 'newer'), [('humble', False), ('jazzy', True)])
@pytest.mark.parametrize('said', ['', 'humble', 'jazzy'])
def test_range_by_its_bytes(distro: str, newer: bool, said: str, frame: str) -> None:
    """What fits the messages, even against the distro; padding is no field."""
    data = range_message(distro, frame)
    for sample in (data, data + bytes(-len(data) % 4), memoryview(data + bytes(3))):
        found = DefinitionLookup().find(RANGE, ros_distro=said, samples=[sample])
        assert has_variance(found) is newer


def test_most_of_the_messages_decide() -> None:
    """One damaged message does not."""
    samples = [range_message('humble'), range_message('jazzy')[:-9], range_message('humble')]
    assert not has_variance(DefinitionLookup().find(RANGE, samples=samples))


def test_messages_that_fit_nothing() -> None:
    """Damaged where the distro is known; another type altogether where it is not."""
    assert DefinitionLookup().find(RANGE, samples=[b'\0\1\0\0']) is None
    found = DefinitionLookup().find(RANGE, ros_distro='humble', samples=[b'\0\1\0\0'])
    assert not has_variance(found)


def test_a_hash_that_no_distro_knows() -> None:
    """The type is not the one of that name, unless the messages say so."""
    type_hash = f'RIHS01_{"0" * 64}'
    assert DefinitionLookup().find(RANGE, type_hash=type_hash, ros_distro='jazzy') is None
    sample = range_message('humble')
    found = DefinitionLookup().find(RANGE, type_hash=type_hash, samples=[sample])
    assert not has_variance(found)
    assert DefinitionLookup().find(RANGE, type_hash=type_hash, samples=[sample[:-9]]) is None


def test_the_users_file_comes_first(tmp_path: Path) -> None:
    """Before any distro, and with what it needs from one that fits."""
    (tmp_path / 'sensor_msgs/msg').mkdir(parents=True)
    (tmp_path / 'sensor_msgs/msg/Range.msg').write_text('std_msgs/Header header\nint8 mine\n')
    found = DefinitionLookup([tmp_path]).find(RANGE, ros_distro='jazzy')
    assert found is not None
    assert fields(parse_definition(found, RANGE)) == ['header', 'mine']


def test_a_dependency_that_changed(tmp_path: Path) -> None:
    """The user's message holds a Range: the bytes tell which."""
    (tmp_path / 'pkg/msg').mkdir(parents=True)
    (tmp_path / 'pkg/msg/Own.msg').write_text('sensor_msgs/Range range\n')
    name = TypeName('pkg/msg/Own')
    for distro in ('humble', 'jazzy'):
        found = DefinitionLookup([tmp_path]).find(name, samples=[range_message(distro)])
        assert found is not None
        inner = parse_definition(found, name).types[RANGE]
        assert ('variance' in fields(inner)) is (distro == 'jazzy')
