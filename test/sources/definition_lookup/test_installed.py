"""What an installed package has, by its place below a prefix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.definition_lookup.installed import (
    InstalledInterfaces,
    installed_interfaces,
)

OWN = TypeName('pkg/msg/Own')
HASH, OTHER_HASH = f'RIHS01_{"a" * 64}', f'RIHS01_{"b" * 64}'


def install(prefix: Path, name: str, text: str, type_hash: str = '') -> None:
    """Put an interface where a build does."""
    path = prefix / 'share' / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')
    if type_hash:
        hashes = [{'type_name': name.rpartition('.')[0], 'hash_string': type_hash}]
        path.with_suffix('.json').write_text(json.dumps({'type_hashes': hashes}))


def test_the_first_prefix_counts(tmp_path: Path) -> None:
    """As where one workspace is sourced after another."""
    install(tmp_path / 'over', 'pkg/msg/Own.msg', 'int8 a\n')
    install(tmp_path / 'under', 'pkg/msg/Own.msg', 'int8 b\n')
    install(tmp_path / 'under', 'pkg/msg/Own.idl', 'no idl\n')
    install(tmp_path / 'under', 'pkg/srv/Do.srv', 'int8 a\n---\n')
    found = InstalledInterfaces([tmp_path / 'none', tmp_path / 'over', tmp_path / 'under'])
    own = found.find(OWN)
    assert own is not None
    assert (own.heading, own.text) == ('MSG', 'int8 a\n')
    part = found.find(TypeName('pkg/srv/Do_Request'))
    assert part is not None
    assert (part.heading, part.name) == ('SRV', 'pkg/srv/Do')
    for name in ('pkg/msg/Other', '../mine/msg/Own', 'pkg/msg/\0', ''):
        assert found.find(TypeName(name)) is None
        assert found.type_hash(TypeName(name)) == ''


def test_hashes(tmp_path: Path) -> None:
    """Said where the file beside is one; Humble installs none."""
    install(tmp_path, 'pkg/msg/Own.msg', 'int8 a\n', HASH)
    found = InstalledInterfaces([tmp_path])
    assert found.type_hash(OWN) == HASH
    assert found.type_hash(TypeName('pkg/msg/Other')) == ''
    for text in ('{', '[]', '{"type_hashes": [3]}', '{}'):
        (tmp_path / 'share/pkg/msg/Own.json').write_text(text)
        assert found.type_hash(OWN) == ''


def test_the_environment_names_the_prefixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a workspace's setup does."""
    install(tmp_path / 'a', 'pkg/msg/Own.msg', 'int8 a\n')
    monkeypatch.setenv('AMENT_PREFIX_PATH', f'/not/there::{tmp_path / "a"}')
    assert installed_interfaces().find(OWN)
    monkeypatch.delenv('AMENT_PREFIX_PATH')
    assert installed_interfaces().find(OWN) is None


def test_what_is_installed_counts_where_its_hash_does(tmp_path: Path) -> None:
    """Another hash is another definition, which others must know; a user's folder beats both."""
    install(tmp_path, 'pkg/msg/Own.msg', 'Part a\n', HASH)
    install(tmp_path, 'pkg/msg/Part.msg', 'int8 b\n')
    mine = tmp_path / 'mine/pkg/msg/Own.msg'
    mine.parent.mkdir(parents=True)
    mine.write_text('int8 mine\n')
    installed = InstalledInterfaces([tmp_path])

    def fields(lookup: DefinitionLookup, type_hash: str) -> list[str] | None:
        definition = lookup.find(OWN, type_hash=type_hash)
        if definition is None:
            return None
        return [field.name for field in parse_definition(definition, OWN).fields]

    assert fields(DefinitionLookup((), installed), HASH) == ['a']
    assert fields(DefinitionLookup((), installed), '') == ['a']
    assert fields(DefinitionLookup((), installed), OTHER_HASH) is None
    assert fields(DefinitionLookup([tmp_path / 'mine'], installed), OTHER_HASH) == ['mine']


def test_without_a_hash_messages_must_fit(tmp_path: Path) -> None:
    """What is installed may be another version than what a Humble robot publishes."""
    install(tmp_path, 'pkg/msg/Own.msg', 'float64 a\n')
    lookup = DefinitionLookup((), InstalledInterfaces([tmp_path]))
    assert lookup.find(OWN, samples=[b'\0\1\0\0\7\0\0\0']) is None
    again = DefinitionLookup((), InstalledInterfaces([tmp_path]))
    assert again.find(OWN, samples=[b'\0\1\0\0' + bytes(8)]) is not None
