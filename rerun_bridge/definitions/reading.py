"""The one road from a definition text to a schema: split, declare, link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from rerun_bridge.definitions.implied import implied
from rerun_bridge.definitions.linking import Declaration, link
from rerun_bridge.definitions.schema import MessageSchema
from rerun_bridge.definitions.sections import Kind, Section, split_sections
from rerun_bridge.messages import TypeName

__all__ = ['declarations', 'read_schema']

Declare = Callable[[Sequence[Section]], Mapping[TypeName, Declaration]]

# Imported when a section of their kind shows up: most bags never need the IDL grammar.
_GRAMMARS: dict[Kind, str] = {
    'MSG': 'rerun_bridge.definitions.msg',
    'IDL': 'rerun_bridge.definitions.idl',
}


def declarations(text: str, name: TypeName, kind: Kind) -> dict[TypeName, Declaration]:
    """Return every type that a definition text declares, in any of its sections."""
    declared: dict[TypeName, Declaration] = {}
    sections = split_sections(text, name, kind)
    for grammar, module in _GRAMMARS.items():
        mine = [section for section in sections if section.kind == grammar]
        if mine:
            declare: Declare = import_module(module).declare
            declared.update(declare(mine))
    return declared


def read_schema(text: str, name: TypeName, kind: Kind) -> MessageSchema:
    """
    Return the schema of a type from its definition text.

    :param kind: how the part before the first heading is written.
    """
    declared = declarations(text, name, kind)
    return link(name, lambda wanted: declared.get(wanted) or implied(wanted))
