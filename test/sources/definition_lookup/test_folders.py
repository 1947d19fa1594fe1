"""Interface files of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup.folders import DefinitionFolders, InterfaceText


def write(folder: Path, **texts: str) -> None:
    """Write files by path with ``__`` for ``/`` and the ending after the last ``_``."""
    for name, text in texts.items():
        stem, _, ending = name.rpartition('_')
        path = folder / (stem.replace('__', '/') + '.' + ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')


@pytest.mark.parametrize('above', ['', 'src__', 'install__pkg__share__'])
def test_a_message_anywhere_below(tmp_path: Path, above: str) -> None:
    """Source trees and installed ones."""
    write(tmp_path, **{f'{above}pkg__msg__Type_msg': 'int8 x'})
    found = DefinitionFolders([tmp_path]).find(TypeName('pkg/msg/Type'))
    assert found == InterfaceText('MSG', TypeName('pkg/msg/Type'), 'int8 x')


def test_the_folder_of_the_messages_itself(tmp_path: Path) -> None:
    """The package's name is above it."""
    write(tmp_path, pkg__msg__Type_msg='int8 x')
    assert DefinitionFolders([tmp_path / 'pkg/msg']).find(TypeName('pkg/msg/Type'))


def test_a_file_just_below_its_package(tmp_path: Path) -> None:
    """Without the folder between."""
    write(tmp_path, pkg__Type_msg='int8 x')
    assert DefinitionFolders([tmp_path]).find(TypeName('pkg/msg/Type'))


def test_parts_of_services_and_actions(tmp_path: Path) -> None:
    """They are found by the interface that they are a part of."""
    write(tmp_path, pkg__srv__Do_srv='---', pkg__action__Go_action='---\n---')
    folders = DefinitionFolders([tmp_path])
    found = folders.find(TypeName('pkg/srv/Do_Event'))
    assert found == InterfaceText('SRV', TypeName('pkg/srv/Do'), '---')
    found = folders.find(TypeName('pkg/action/Go_SendGoal_Request'))
    assert found == InterfaceText('ACTION', TypeName('pkg/action/Go'), '---\n---')


def test_which_of_two_files_counts(tmp_path: Path) -> None:
    """The earlier folder's; in one folder the .msg."""
    write(tmp_path / 'a', pkg__msg__X_idl='idl', pkg__msg__X_msg='msg', pkg__msg__Y_idl='a')
    write(tmp_path / 'b', pkg__msg__X_msg='b', pkg__msg__Y_msg='b')
    folders = DefinitionFolders([tmp_path / 'a', tmp_path / 'b'])
    found = [folders.find(TypeName(f'pkg/msg/{name}')) for name in 'XYZ']
    assert [one and one.text for one in found] == ['msg', 'a', None]


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    """A comment in Latin-1 does not matter."""
    (tmp_path / 'pkg').mkdir()
    (tmp_path / 'pkg/Type.msg').write_bytes(b'int8 x # 5 \xb5m')
    found = DefinitionFolders([tmp_path]).find(TypeName('pkg/msg/Type'))
    assert found is not None
    assert found.text.startswith('int8 x # 5 ')


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The user is told at once."""
    with pytest.raises(SourceError, match='nowhere'):
        DefinitionFolders([tmp_path / 'nowhere'])


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A dangling link, for instance."""
    (tmp_path / 'pkg').mkdir()
    (tmp_path / 'pkg/Type.msg').symlink_to(tmp_path / 'nowhere')
    with pytest.raises(SourceError, match=r'Type\.msg'):
        DefinitionFolders([tmp_path]).find(TypeName('pkg/msg/Type'))
