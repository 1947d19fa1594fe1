"""Messages of standard types as nested dicts, and what a converter makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from rerun_bridge.cdr import Columns, Decoder, compile_plan
from rerun_bridge.converters import find_converter
from rerun_bridge.converters.converter import Context, EntityColumns
from rerun_bridge.definitions import FieldType, MessageSchema, parse_definition
from rerun_bridge.messages import Channel, MessageBatch, Qos, TypeName
from rerun_bridge.nouns import replace
from test.support.reference_cdr import encode
from test.support.standard_types import definition_of

__all__ = ['Drawn', 'Values', 'columns_of_type', 'draw', 'payloads_of', 'quaternion', 'xyz']

Values = Mapping[str, Any]
"""A message by field name; fields that are left out are zero or empty."""


@cache
def schema_of(type_name: str) -> MessageSchema:
    """Return the schema of a standard type."""
    name = TypeName(type_name)
    return parse_definition(definition_of(name), name)


def payloads_of(type_name: str, messages: Sequence[Values]) -> list[bytes]:
    """Return messages as CDR bytes."""
    schema = schema_of(type_name)
    return [encode(schema, _complete(schema, schema, values)) for values in messages]


def columns_of_type(type_name: str, messages: Sequence[Values]) -> Columns:
    """Return messages as the decoder gives them."""
    schema, payloads = schema_of(type_name), payloads_of(type_name, messages)
    lengths = np.array([len(payload) for payload in payloads], np.int64)
    times = np.arange(len(payloads), dtype=np.int64)
    buffer = np.frombuffer(b''.join(payloads), np.uint8)
    channel = Channel(1, '/topic', TypeName(type_name))
    batch = MessageBatch(channel, times, None, buffer, np.cumsum(lengths) - lengths, lengths)
    decoded = Decoder(compile_plan(schema)).decode(batch)
    assert not decoded.failures
    return decoded.columns


def _complete(schema: MessageSchema, root: MessageSchema, values: Values) -> dict[str, Any]:
    unknown = set(values) - {field.name for field in schema.fields}
    assert not unknown, f'{schema.type_name} has no {unknown}'
    return {f.name: _value(f.type, root, values.get(f.name)) for f in schema.fields}


def _value(kind: FieldType, root: MessageSchema, value: Any) -> Any:
    if kind.collection != 'none':
        item = FieldType(kind.base)
        if value is None:
            value = [None] * (kind.length if kind.collection == 'array' else 0)
        return [_value(item, root, element) for element in value]
    if kind.is_string:
        return value or ''
    if kind.is_primitive:
        return value or (False if kind.base in ('bool', 'boolean') else 0)
    schema = root.types[TypeName(kind.base)]
    return _complete(schema, root, value or {})


@dataclass
class Drawn:
    """What a converter made of all batches: by entity path, by component, with the message."""

    rows: dict[str, dict[str, list[tuple[int, Any]]]] = field(default_factory=dict)
    static: dict[str, dict[str, Any]] = field(default_factory=dict)
    parts: list[EntityColumns] = field(default_factory=list)

    def add(self, part: EntityColumns, first_message: int) -> None:
        """Take one entity's columns of a batch."""
        self.parts.append(part)
        path = '/'.join(part.path)
        for column in part.components:
            cells, name = column.lists.to_pylist(), column.descriptor.component
            if part.static:
                assert len(cells) == 1
                self.static.setdefault(path, {})[name] = cells[0]
                continue
            messages = range(len(cells)) if part.rows is None else part.rows.tolist()
            assert len(cells) == len(messages)
            known = self.rows.setdefault(path, {}).setdefault(name, [])
            known += [(first_message + row, cell) for row, cell in zip(messages, cells)]

    def cells(self, component: str, path: str = '') -> list[Any]:
        """Return the instances of every row."""
        return [cell for _, cell in self.rows[path][component]]

    def messages(self, component: str, path: str = '') -> list[int]:
        """Return the message that every row came from."""
        return [message for message, _ in self.rows[path][component]]


def draw(
    type_name: str,
    *batches: Sequence[Values],
    topic: str = '/topic',
    latched: bool = False,
    static: bool = False,
) -> Drawn:
    """Return what the type's converter makes of batches of messages."""
    converter = find_converter(type_name)
    assert converter is not None
    state = converter.start() if converter.start else None
    channel = Channel(1, topic, TypeName(type_name), qos=Qos(transient_local=latched))
    context = Context(channel, first=True, static=static, frame_name=lambda name: f'robot/{name}')
    drawn, count = Drawn(), 0
    for messages in batches:
        for part in converter.convert(columns_of_type(type_name, messages), state, context):
            drawn.add(part, count)
        context = replace(context, first=False)
        count += len(messages)
    return drawn


def xyz(*numbers: float) -> dict[str, float]:
    """Return a point or vector."""
    return dict(zip('xyz', numbers))


def quaternion(*numbers: float) -> dict[str, float]:
    """Return a quaternion."""
    return dict(zip('xyzw', numbers))
