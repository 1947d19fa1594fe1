"""The order of looking; test_definition_lookup.py has the whole with real definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup.lookup import DefinitionLookup

OWN = TypeName('pkg/msg/Own')


def place(folder: Path, name: str, text: str) -> None:
    """Write an interface file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')


def test_what_a_file_needs(tmp_path: Path) -> None:
    """From the folder first, then from a distro, whatever it is written in."""
    pytest.importorskip('rosbags', reason='no rosbags')
    place(tmp_path, 'pkg/msg/Own.msg', 'geometry_msgs/Pose a\nThing b\nbar/Odd c\n')
    place(tmp_path, 'geometry_msgs/msg/Point.msg', 'float32 mine\n')
    place(tmp_path, 'pkg/msg/Thing.msg', 'Own2 a\n')
    place(tmp_path, 'pkg/msg/Own2.msg', 'int8 a\n')
    odd = 'module bar { module msg { struct Odd { pkg::msg::Own2 x; }; }; };'
    place(tmp_path, 'bar/msg/Odd.idl', odd)
    definition = DefinitionLookup([tmp_path]).find(OWN)
    assert definition is not None
    assert definition.format == 'ros2msg'
    schema = parse_definition(definition, OWN)
    expected = {
        'geometry_msgs/msg/Pose', 'geometry_msgs/msg/Point', 'geometry_msgs/msg/Quaternion',
        'pkg/msg/Thing', 'pkg/msg/Own2', 'bar/msg/Odd',
    }  # fmt: skip
    assert set(schema.types) == expected


def test_idl_and_services(tmp_path: Path) -> None:
    """Each kind of file, alone."""
    place(tmp_path, 'pkg/msg/Own.idl', 'module pkg { module msg { struct Own { long x; }; }; };')
    place(tmp_path, 'pkg/srv/Do.srv', 'Own a\n---\nbool ok\n')
    lookup = DefinitionLookup([tmp_path])
    for name in (OWN, TypeName('pkg/srv/Do_Request'), TypeName('pkg/srv/Do_Event')):
        definition = lookup.find(name)
        assert definition is not None
        assert parse_definition(definition, name).fields


def test_a_file_that_is_wrong(tmp_path: Path) -> None:
    """The user is told."""
    place(tmp_path, 'pkg/msg/Own.msg', 'int8\n')
    with pytest.raises(DefinitionError, match='pkg/msg/Own: line 1'):
        DefinitionLookup([tmp_path]).find(OWN)


def test_a_file_that_needs_what_is_nowhere(tmp_path: Path) -> None:
    """Likewise."""
    place(tmp_path, 'pkg/msg/Own.msg', 'Gone x\n')
    with pytest.raises(DefinitionError, match='no definition of pkg/msg/Gone'):
        DefinitionLookup([tmp_path]).find(OWN)


def test_what_was_found_is_remembered(tmp_path: Path) -> None:
    """By type, hash and distro; the file is read once."""
    place(tmp_path, 'pkg/msg/Own.msg', 'int8 x\n')
    lookup = DefinitionLookup([tmp_path])
    first = lookup.find(OWN)
    (tmp_path / 'pkg/msg/Own.msg').unlink()
    assert first is not None
    assert lookup.find(OWN) is first


def test_types_that_nobody_knows() -> None:
    """None: their messages stay bytes."""
    assert DefinitionLookup().find(OWN) is None
    assert DefinitionLookup().find(TypeName('')) is None
