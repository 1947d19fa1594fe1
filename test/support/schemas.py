"""Random message schemas and values for them, and columns back to plain values."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from rerun_bridge.cdr import Columns, Ragged, Spans, Strings
from rerun_bridge.definitions import Field, FieldType, MessageSchema
from rerun_bridge.definitions.schema import PRIMITIVES
from rerun_bridge.messages import MessageBatch, TypeName
from test.support.standard_types import T0_NS

__all__ = ['batch_with_gaps', 'rows_of', 'schemas', 'values_for']

NUMBERS = sorted(set(PRIMITIVES) - {'byte', 'char', 'octet'})


@st.composite
def schemas(draw: st.DrawFn, depth: int = 2) -> MessageSchema:
    """Draw a schema with nested types up to a depth."""
    types: dict[TypeName, MessageSchema] = {}

    def message(level: int) -> TypeName:
        name = TypeName(f'test_msgs/msg/T{len(types)}')
        types[name] = MessageSchema(name, ())
        types[name] = MessageSchema(name, fields(level))
        return name

    def fields(level: int) -> tuple[Field, ...]:
        return tuple(Field(f'f{i}', kind(level)) for i in range(draw(st.integers(0, 4))))

    def kind(level: int) -> FieldType:
        bases = [*NUMBERS, 'string', 'string', *(['message', 'message'] if level else [])]
        base = draw(st.sampled_from(bases))
        if base == 'message':
            base = message(level - 1)
        collection = draw(st.sampled_from(['none', 'none', 'array', 'sequence']))
        return FieldType(base, collection, draw(st.integers(1, 3)) if collection == 'array' else 0)

    return MessageSchema(TypeName('test_msgs/msg/Root'), fields(depth), (), types)


def values_for(schema: MessageSchema, kind: FieldType | None = None) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a schema."""

    def of_message(message: MessageSchema) -> st.SearchStrategy[Any]:
        return st.fixed_dictionaries({f.name: of_field(f.type) for f in message.fields})

    def single(kind: FieldType) -> st.SearchStrategy[Any]:
        if kind.is_string:
            return st.sampled_from(['', 'a', 'odom', 'base_link']) | st.text(max_size=12)
        if not kind.is_primitive:
            return of_message(schema.types[TypeName(kind.base)])
        code = PRIMITIVES[kind.base]
        if code == '?':
            return st.booleans()
        if code[0] == 'f':
            return st.floats(width=32 if code == 'f4' else 64, allow_nan=False)
        info = np.iinfo(code)
        return st.integers(int(info.min), int(info.max))

    def of_field(kind: FieldType) -> st.SearchStrategy[Any]:
        if kind.collection == 'none':
            return single(kind)
        low, high = (kind.length, kind.length) if kind.collection == 'array' else (0, 4)
        return st.lists(single(kind), min_size=low, max_size=high)

    return of_message(schema)


def batch_with_gaps(channel: Any, payloads: list[bytes], gaps: list[int]) -> MessageBatch:
    """Return messages as a batch whose messages do not touch each other."""
    buffer, starts = bytearray(), []
    for payload, gap in zip(payloads, gaps):
        buffer += b'\xee' * gap
        starts.append(len(buffer))
        buffer += payload
    times = T0_NS + np.arange(len(payloads), dtype=np.int64)
    lengths = np.array([len(payload) for payload in payloads], np.int64)
    return MessageBatch(
        channel,
        times,
        None,
        np.frombuffer(bytes(buffer), np.uint8),
        np.array(starts, np.int64),
        lengths,
    )


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as one nested dict per message, as the reference codec gives them."""
    rows: list[dict[str, Any]] = [{} for _ in range(columns.rows)]
    for path in columns:
        for row, value in zip(rows, _values(columns[path])):
            *parents, name = path.split('.')
            for parent in parents:
                row = row.setdefault(parent, {})
            row[name] = value
    return rows


def _values(column: Any) -> list[Any]:
    if isinstance(column, Strings):
        return column.tolist()
    if isinstance(column, Spans):
        offsets = column.offsets.tolist()
        flat = column.values.tolist()
        return [flat[a:b] for a, b in zip(offsets, offsets[1:])]
    if isinstance(column, Ragged):
        offsets = column.offsets.tolist()
        values = column.values
        flat = rows_of(values) if isinstance(values, Columns) else _values(values)
        return [flat[a:b] for a, b in zip(offsets, offsets[1:])]
    return list(column.tolist())
