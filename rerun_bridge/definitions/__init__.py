"""Definition text in, :class:`~rerun_bridge.definitions.schema.MessageSchema` out."""

from __future__ import annotations

from rerun_bridge.definitions.reading import read_schema
from rerun_bridge.definitions.schema import (
    PRIMITIVES,
    Constant,
    Field,
    FieldType,
    MessageSchema,
    Value,
)
from rerun_bridge.definitions.sections import Kind
from rerun_bridge.messages import MessageDefinition, TypeName

__all__ = [
    'PRIMITIVES',
    'Constant',
    'Field',
    'FieldType',
    'MessageSchema',
    'Value',
    'parse_definition',
]


def parse_definition(definition: MessageDefinition, type_name: TypeName) -> MessageSchema:
    """
    Return the schema of a type.

    :param type_name: in its three-part form; a part of a service or action is a type, too:
        ``pkg/srv/X_Event``.
    :raises DefinitionError: the text is malformed, or a type is missing or contains itself.
    """
    kind: Kind = 'IDL' if definition.format == 'ros2idl' else 'MSG'
    return read_schema(definition.text, type_name, kind)
