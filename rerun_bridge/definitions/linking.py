"""
Joins declared types into one schema.

The limits keep a hostile definition from costing more than an error: every later step may recurse
over the types and list all fields.
"""

from __future__ import annotations

from collections.abc import Callable

from rerun_bridge.definitions.schema import Constant, Field, MessageSchema
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass

__all__ = ['PLACEHOLDER', 'Declaration', 'link']

PLACEHOLDER = 'structure_needs_at_least_one_member'
"""The member that rosidl gives to a message without fields."""

_MAX_DEPTH = 48
_MAX_TYPES = 1_000
_MAX_LEAVES = 50_000


@dataclass(frozen=True)
class Declaration:
    """What one text says of one type: its fields name other types, which may or may not exist."""

    fields: tuple[Field, ...]
    constants: tuple[Constant, ...] = ()


class _Linker:
    """The walk over one type and all below it."""

    def __init__(self, root: TypeName, find: Callable[[TypeName], Declaration | None]) -> None:
        self._root = root
        self._find = find
        self._done: dict[TypeName, MessageSchema] = {}
        self._leaves: dict[TypeName, int] = {}
        self._open: list[TypeName] = []

    def schema(self, name: TypeName) -> MessageSchema:
        if name in self._done:
            return self._done[name]
        if name in self._open:
            raise self._error(f'contains itself: {" > ".join([*self._open, name])}')
        if len(self._open) >= _MAX_DEPTH or len(self._done) >= _MAX_TYPES:
            raise self._error(f'more than {_MAX_DEPTH} types deep or {_MAX_TYPES} types wide')
        declaration = self._find(name)
        if declaration is None:
            above = f', which {self._open[-1]} contains' if self._open else ''
            raise self._error(f'there is no definition of {name}{above}')
        self._open.append(name)
        fields = declaration.fields
        if len(fields) == 1 and fields[0].name == PLACEHOLDER:
            fields = ()
        types: dict[TypeName, MessageSchema] = {}
        leaves = 0
        for field in fields:
            if field.type.is_primitive or field.type.is_string:
                leaves += 1
                continue
            base = TypeName(field.type.base)
            if base not in types:
                below = self.schema(base)
                types[base] = below
                types.update(below.types)
            leaves += self._leaves[base]
        if leaves > _MAX_LEAVES:
            raise self._error(f'more than {_MAX_LEAVES} fields')
        self._open.pop()
        self._leaves[name] = leaves
        schema = self._done[name] = MessageSchema(name, fields, declaration.constants, types)
        return schema

    def _error(self, message: str) -> DefinitionError:
        return DefinitionError(message, type_name=self._root)


def link(name: TypeName, find: Callable[[TypeName], Declaration | None]) -> MessageSchema:
    """
    Return the schema of a type with all types below it.

    :param find: gives a type's declaration, None for a type that nobody declared.
    :raises DefinitionError: a type is missing, contains itself, or there is unreasonably much.
    """
    return _Linker(name, find).schema(name)
