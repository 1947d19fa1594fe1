"""Whatever is in a message is found again among the kept components."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Columns, Decoder, compile_plan
from rerun_bridge.converters.generic import kept_components, loses_precision, raw_component
from rerun_bridge.definitions import MessageSchema
from rerun_bridge.messages import Channel, TypeName
from test.support.reference_cdr import encode
from test.support.schemas import batch_with_gaps, schemas, values_for

CHANNEL = Channel(1, '/t', TypeName('test_msgs/msg/Root'))
FILLER = 'structure_needs_at_least_one_member'
FIRST = np.array([0])


def leaves(schema: MessageSchema, root: MessageSchema, prefix: str = '') -> list[str]:
    """Return the dotted paths of everything that is no message."""
    paths = []
    for field in schema.fields:
        if field.type.is_primitive or field.type.is_string:
            paths.append(prefix + field.name)
        else:
            nested = root.types[TypeName(field.type.base)]
            paths += leaves(nested, root, f'{prefix}{field.name}.')
    return paths


def value_at(values: Any, path: str) -> Any:
    """Return a member by path; through a sequence, a list of the members."""
    head, _, rest = path.partition('.')
    value = values[head]
    if not rest:
        return value
    if isinstance(value, list):
        return [value_at(element, rest) for element in value]
    return value_at(value, rest)


@st.composite
def messages(draw: st.DrawFn) -> tuple[MessageSchema, list[dict[str, Any]]]:
    """Draw a schema and messages of it."""
    schema = draw(schemas())
    return schema, draw(st.lists(values_for(schema), min_size=1, max_size=4))


@given(messages(), st.booleans())
def test_nothing_is_lost(
    case: tuple[MessageSchema, list[dict[str, Any]]], plottable: bool
) -> None:
    """Every leaf is a component; its rows are the messages' values, held where all are equal."""
    schema, values = case
    payloads = [encode(schema, value) for value in values]
    decoded = Decoder(compile_plan(schema)).decode(
        batch_with_gaps(CHANNEL, payloads, [0] * len(values))
    )
    kept = kept_components(
        decoded.columns, 'test_msgs/msg/Root', skip=(), anchors=FIRST, plottable=plottable
    )
    found = {c.descriptor.component.partition(':')[2]: c.lists.to_pylist() for c in kept}
    assert sorted(name for name in found if FILLER not in name) == sorted(leaves(schema, schema))
    for path in leaves(schema, schema):
        rows = found[path]
        if None in rows:
            assert rows[1:] == [None] * (len(rows) - 1)
            rows = rows[:1] * len(rows)
        for row, value in zip(rows, values):
            expected = value_at(value, path)
            assert row == (expected if isinstance(expected, list) else [expected])


def test_plots_keep_every_point() -> None:
    """A number that never changes is one value, or one per row where it shall be plotted."""
    columns = Columns(3, {'x': np.array([7, 7, 7], '<i4'), 'y': np.array([1, 2, 3], '<i4')})
    held, _ = kept_components(columns, 'p/msg/T', skip=(), anchors=FIRST, plottable=False)
    every, _ = kept_components(columns, 'p/msg/T', skip=(), anchors=FIRST, plottable=True)
    assert held.lists.to_pylist() == [[7], None, None]
    assert every.lists.to_pylist() == [[7], [7], [7]]
    assert held.descriptor.component == 'p.msg.T:x'


def test_skipped_paths_stand_for_all_below() -> None:
    """A drawn message takes its members with it, but not a field whose name begins alike."""
    one = np.zeros(1)
    columns = Columns(1, {'pose.x': one, 'pose.y': one, 'pose_id': one})
    kept = kept_components(columns, 'p/msg/T', skip=('pose',), anchors=FIRST, plottable=True)
    assert [column.descriptor.component for column in kept] == ['p.msg.T:pose_id']


def test_precision_is_lost_far_from_the_origin() -> None:
    """Map coordinates of millions of metres are, coordinates of a building are not."""
    columns = Columns(2, {'p.x': np.array([1.1, 4e6 + 0.3]), 'q.x': np.array([1.1, np.nan])})
    assert loses_precision(columns, 'p')
    assert not loses_precision(columns, 'q')


def test_raw_messages_are_blobs() -> None:
    """A message that cannot be read is one blob, header included."""
    batch = batch_with_gaps(CHANNEL, [b'\0\1\0\0x', b''], [1, 2])
    assert raw_component(batch).lists.to_pylist() == [[list(b'\0\1\0\0x')], [[]]]
