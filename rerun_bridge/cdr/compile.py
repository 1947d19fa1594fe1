"""A message schema in, a decode plan out."""

from __future__ import annotations

from collections.abc import Iterator

from rerun_bridge.cdr.plan import (
    DecodePlan,
    Elements,
    Layout,
    NumberField,
    NumberSequence,
    Run,
    Step,
    Text,
)
from rerun_bridge.definitions.schema import PRIMITIVES, Field, MessageSchema
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName

__all__ = ['compile_plan']

EMPTY = 'structure_needs_at_least_one_member'
DEEPEST = 64


def compile_plan(schema: MessageSchema) -> DecodePlan:
    """Return the decode plan of a message type."""
    return _plan(schema, schema, 0)


def _plan(schema: MessageSchema, root: MessageSchema, depth: int) -> DecodePlan:
    if depth > DEEPEST:
        raise DefinitionError('nested too deeply', type_name=root.type_name)
    return _joined(list(_flat(schema, root, '', depth)))


def _flat(
    schema: MessageSchema, root: MessageSchema, prefix: str, depth: int
) -> Iterator[NumberField | Step]:
    """Yield single numbers and steps; nested messages are walked through."""
    if depth > DEEPEST:
        raise DefinitionError('nested too deeply', type_name=root.type_name)
    if not schema.fields:
        yield NumberField(prefix + EMPTY, 'u1')
    for field in schema.fields:
        yield from _field(field, root, prefix, depth)


def _field(
    field: Field, root: MessageSchema, prefix: str, depth: int
) -> Iterator[NumberField | Step]:
    kind, path = field.type, prefix + field.name
    length = kind.length if kind.collection == 'array' else None
    if kind.is_primitive:
        code = PRIMITIVES[kind.base]
        if kind.collection == 'sequence':
            yield NumberSequence(path, code)
        else:
            yield NumberField(path, code, length or 0)
    elif kind.is_string:
        text = Text('' if kind.collection != 'none' else path, kind.base == 'wstring')
        yield (
            text
            if kind.collection == 'none'
            else Elements(path, _joined([text]), length, single=True)
        )
    else:
        nested = root.types[TypeName(kind.base)]
        if kind.collection == 'none':
            yield from _flat(nested, root, path + '.', depth + 1)
        else:
            yield Elements(path, _plan(nested, root, depth + 1), length)


def _joined(parts: list[NumberField | Step]) -> DecodePlan:
    steps: list[Step] = []
    numbers: list[NumberField] = []
    smallest = 0
    for part in [*parts, None]:
        if isinstance(part, NumberField):
            numbers.append(part)
            continue
        if numbers:
            layouts = tuple(_layout(numbers, start) for start in range(8))
            sizes = [_size(number) for number in numbers]
            steps.append(Run(tuple(numbers), layouts, sizes[0], max(sizes) == sizes[0]))
            smallest += min(layout.size for layout in layouts)
            numbers = []
        if part is not None:
            steps.append(part)
            smallest += (
                4
                if not isinstance(part, Elements) or part.length is None
                else part.length * part.plan.min_bytes
            )
    return DecodePlan(tuple(steps), max(smallest, 1))


def _size(number: NumberField) -> int:
    return int(number.code[1]) if number.code != '?' else 1


def _layout(numbers: list[NumberField], start: int) -> Layout:
    offsets, at = [], start
    for number in numbers:
        size = _size(number)
        at += -at % size
        offsets.append(at - start)
        at += size * max(number.count, 1)
    return Layout(tuple(offsets), at - start)
