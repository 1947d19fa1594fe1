"""Interface files below the user's folders: ``.msg``, ``.idl``, ``.srv`` and ``.action``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rerun_bridge.definitions.sections import interface_name
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import cached_property, dataclass

__all__ = ['KINDS', 'DefinitionFolders', 'InterfaceText']

KINDS = {
    '.msg': ('MSG', 'msg'),
    '.srv': ('SRV', 'srv'),
    '.action': ('ACTION', 'action'),
    '.idl': ('IDL', 'msg'),
}
"""
Suffix to heading word and folder name of each kind of file.

An installed package has .msg and .idl of each type: the first row counts.
"""


@dataclass(frozen=True)
class InterfaceText:
    """
    The text of one interface file.

    :param heading: ``MSG``, ``IDL``, ``SRV`` or ``ACTION``.
    :param name: of the interface, e.g. ``pkg/srv/X``, whose parts the text defines.
    """

    heading: str
    name: TypeName
    text: str


def _type_name(path: Path) -> TypeName:
    """Return what ``…/pkg/msg/Type.msg`` or, with less order, ``…/pkg/Type.msg`` defines."""
    above = path.parent.name
    if above in ('msg', 'srv', 'action'):
        return TypeName(f'{path.parent.parent.name}/{above}/{path.stem}')
    return TypeName(f'{above}/{KINDS[path.suffix][1]}/{path.stem}')


class DefinitionFolders:
    """
    The interface files anywhere below some folders; they are listed once, when first asked for.

    :param folders: of two files for one type, the one below the earlier folder counts.
    :raises SourceError: a folder is not there.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]
        for folder in self._folders:
            if not folder.is_dir():
                raise SourceError('there is no such folder of definitions', file=str(folder))

    def find(self, name: TypeName) -> InterfaceText | None:
        """Return the text that defines a type: a message, or a part of a service or action."""
        for interface in (name, interface_name(name)):
            path = self._files.get(interface)
            if path is None:
                continue
            try:
                text = path.read_text('utf-8', errors='replace')
            except OSError as error:
                raise SourceError(f'cannot be read: {error.strerror}', file=str(path)) from error
            return InterfaceText(KINDS[path.suffix][0], interface, text)
        return None

    @cached_property
    def _files(self) -> dict[TypeName, Path]:
        files: dict[TypeName, Path] = {}
        ranks = list(KINDS)
        for folder in self._folders:
            here: dict[TypeName, Path] = {}
            for place, _, names in os.walk(folder):
                for path in (Path(place, name) for name in sorted(names)):
                    if path.suffix in KINDS:
                        name = _type_name(path)
                        other = here.setdefault(name, path)
                        if ranks.index(path.suffix) < ranks.index(other.suffix):
                            here[name] = path
            files = {**here, **files}
        return files
