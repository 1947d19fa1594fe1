"""Columns of hand-made messages, as the decoder gives them: in one payload, unaligned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rerun_bridge.cdr.columns import Column, Columns, Ragged, Spans, Strings

__all__ = ['cells_of', 'columns_of', 'context_of']


def columns_of(messages: Sequence[Mapping[str, Any]]) -> Columns:
    """
    Return messages as columns.

    :param messages: dotted path to value: a numpy number, a tuple for a fixed array, a string, a
        numpy array for a sequence of numbers, a list of mappings for a sequence of messages.
    """
    return Columns(
        len(messages), {path: _column([m[path] for m in messages]) for path in messages[0]}
    )


def _column(values: Sequence[Any]) -> Column:
    first = values[0]
    if isinstance(first, str):
        buffer, starts, sizes = _payload([value.encode() for value in values])
        return Strings(buffer, starts, sizes)
    if isinstance(first, np.ndarray):
        buffer, starts, _ = _payload([value.tobytes() for value in values])
        return Spans(
            buffer, starts, np.array([len(value) for value in values], np.int64), first.dtype
        )
    if isinstance(first, list):
        elements = [element for value in values for element in value]
        offsets = np.cumsum([0, *map(len, values)])
        return Ragged(offsets, columns_of(elements) if elements else Columns(0, {}))
    return np.array(values)


def _payload(parts: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return byte runs with other bytes between them."""
    sizes = np.array([len(part) for part in parts], np.int64)
    buffer = np.frombuffer(b'#'.join([b'', *parts, b'']), np.uint8)
    return buffer, np.cumsum(sizes + 1) - sizes, sizes


def context_of(type_name: str, **options: object) -> Any:
    """Return the context of a topic with a rule's options; frames get a prefix."""
    from rerun_bridge.converters.converter import Context
    from rerun_bridge.messages import Channel, TypeName

    channel = Channel(1, '/topic', TypeName(type_name))
    return Context(channel, options, frame_name=lambda name: f'robot/{name}')


def cells_of(part: Any) -> dict[str, list[Any]]:
    """Return the rows of every component of an ``EntityColumns`` as Python values."""
    return {column.descriptor.component: column.lists.to_pylist() for column in part.components}
