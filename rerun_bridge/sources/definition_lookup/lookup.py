"""
Which definition a type has where its channel carries none.

1. A file below the user's folders; what it needs comes from there, too, else from what is
   installed or from a distro.
2. What is installed where this runs, unless its type hash is another than the channel's.
3. The definition of the distro whose type hash is the channel's.
4. The definition of the distro that wrote the bag, or of the newest: the first that fits messages.

A type that has a hash no distro knows is only believed when messages fit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rerun_bridge.definitions import MessageSchema, parse_definition
from rerun_bridge.definitions.implied import implied
from rerun_bridge.definitions.linking import Declaration
from rerun_bridge.definitions.reading import declarations
from rerun_bridge.definitions.sections import Kind
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import MessageDefinition, TypeName
from rerun_bridge.sources.definition_lookup.fit import fits
from rerun_bridge.sources.definition_lookup.folders import DefinitionFolders, InterfaceText
from rerun_bridge.sources.definition_lookup.installed import InstalledInterfaces
from rerun_bridge.sources.definition_lookup.typestores import (
    distros,
    standard_hash,
    standard_text,
)

__all__ = ['DefinitionLookup']

_RULE = '=' * 80


class DefinitionLookup:
    """
    Finds definitions by type name, and remembers them.

    :param folders: where the user keeps interface files, the most important first.
    :param installed: what is installed here; None is nothing.
    :raises SourceError: a folder is not there.
    """

    def __init__(
        self, folders: Sequence[Path] = (), installed: InstalledInterfaces | None = None
    ) -> None:
        self._folders = DefinitionFolders(folders)
        self._installed = installed or InstalledInterfaces()
        self._found: dict[tuple[TypeName, str, str], MessageDefinition | None] = {}

    def find(
        self,
        type_name: TypeName,
        *,
        type_hash: str = '',
        ros_distro: str = '',
        samples: Sequence[bytes | memoryview] = (),
    ) -> MessageDefinition | None:
        """
        Return the definition of a type with all it contains, None where there is none to be had.

        :param type_hash: ``RIHS01_…`` where known.
        :param ros_distro: that wrote the messages, where known: ``humble``.
        :param samples: some messages of the type, to tell definitions apart by.
        :raises DefinitionError: a file of the user's is malformed, or what it needs is nowhere.
        """
        key = (type_name, type_hash, ros_distro)
        if key not in self._found:
            self._found[key] = self._search(type_name, type_hash, ros_distro, samples)
        return self._found[key]

    def _search(
        self,
        name: TypeName,
        type_hash: str,
        ros_distro: str,
        samples: Sequence[bytes | memoryview],
    ) -> MessageDefinition | None:
        order = sorted(distros(), key=lambda distro: distro != ros_distro)
        own = self._folders.find(name)
        if own is not None:
            definitions = self._with_dependencies(own, order)
            return _best(name, definitions, samples, at_any_rate=True)
        if self._is_installed(name, type_hash) and (own := self._installed.find(name)):
            definition = _best(name, self._with_dependencies(own, order), samples, bool(type_hash))
            if definition is not None:
                return definition
        found = ((distro, standard_text(name, distro)) for distro in order)
        having = [(distro, text) for distro, text in found if text is not None]  # of Empty: ''
        for distro, text in having if type_hash else ():
            if standard_hash(name, distro) == type_hash:
                return MessageDefinition('ros2msg', text)
        if type_hash and not samples:
            return None
        known = bool(not type_hash and (not samples or ros_distro in order))
        texts = dict.fromkeys(text for _, text in having)
        definitions = (MessageDefinition('ros2msg', text) for text in texts)
        return _best(name, definitions, samples, at_any_rate=known)

    def _is_installed(self, name: TypeName, type_hash: str) -> bool:
        """Tell whether what is installed can be the definition: its hash is no other one."""
        return not type_hash or self._installed.type_hash(name) in ('', type_hash)

    def _with_dependencies(
        self, own: InterfaceText, order: Sequence[str]
    ) -> Iterator[MessageDefinition]:
        """Yield a file's text with the texts it needs, with the distros' in turn."""
        seen: set[str] = set()
        for distro in order or ['']:
            text = self._joined(own, distro)
            if text not in seen:
                seen.add(text)
                yield MessageDefinition('ros2idl' if own.heading == 'IDL' else 'ros2msg', text)

    def _joined(self, own: InterfaceText, distro: str) -> str:
        text = own.text if own.heading == 'MSG' else _section(own)
        declared = _declared(own)
        waiting = list(declared.values())
        asked: set[TypeName] = set(declared)
        while waiting:
            for field in waiting.pop().fields:
                base = TypeName(field.type.base)
                if field.type.is_primitive or field.type.is_string or base in asked:
                    continue
                asked.add(base)
                found = (
                    self._folders.find(base)
                    or self._installed.find(base)
                    or _standard(base, distro)
                )
                if found is None:
                    continue  # it is implied, or parsing will say what is missing
                text += f'\n{_section(found)}'
                new = {
                    key: value for key, value in _declared(found).items() if key not in declared
                }
                declared.update(new)
                asked.update(new)
                waiting += new.values()
        return text


def _section(interface: InterfaceText) -> str:
    return f'{_RULE}\n{interface.heading}: {interface.name}\n{interface.text}'


def _declared(interface: InterfaceText) -> dict[TypeName, Declaration]:
    kind: Kind = 'IDL' if interface.heading == 'IDL' else 'MSG'
    return declarations(interface.text, interface.name, kind)


def _standard(name: TypeName, distro: str) -> InterfaceText | None:
    if not distro or implied(name):
        return None
    text = standard_text(name, distro)
    return None if text is None else InterfaceText('MSG', name, text)


def _best(
    name: TypeName,
    definitions: Iterator[MessageDefinition],
    samples: Sequence[bytes | memoryview],
    at_any_rate: bool,
) -> MessageDefinition | None:
    """
    Return the first definition that fits all samples, else the one that fits most.

    :param at_any_rate: return the first one even where none fits any: the messages are damaged.
    :raises DefinitionError: there are definitions, but none can be understood.
    """
    best: MessageDefinition | None = None
    most, failure = -1, None
    for definition in definitions:
        try:
            schema = parse_definition(definition, name)
        except DefinitionError as error:
            failure = failure or error
            continue
        fitting = _fitting(schema, samples)
        if fitting > most:
            best, most = definition, fitting
        if fitting == len(samples):
            return definition
    if best is None and failure is not None:
        raise failure
    return best if at_any_rate or most > 0 else None


def _fitting(schema: MessageSchema, samples: Sequence[bytes | memoryview]) -> int:
    return sum(fits(schema, sample) for sample in samples)
