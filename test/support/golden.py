"""
Golden recordings.

For every converter, messages as CDR bytes and a readable dump of the chunks they become.

``python -m test.support.golden`` writes what is missing and renews every dump; look at the
difference before you commit it. An input, once there, is never changed: bytes of old releases must
still decode.
"""

from __future__ import annotations

import hashlib
import json
import pkgutil
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

import rerun_bridge.converters
from rerun_bridge.bridge import Bridge
from rerun_bridge.converters import find_converter
from rerun_bridge.converters.mappings import mapped_types
from rerun_bridge.messages import Channel, MessageBatch, TypeName
from rerun_bridge.sdk.chunk import Chunk
from test.support.standard_types import T0_NS, definition_of

GOLDEN = Path(__file__).parent.parent / 'golden'


class ChunkList(list[Chunk]):
    """A recording that keeps its chunks."""

    send_chunk = list.append


def drawn_types() -> list[TypeName]:
    """Return every type that a converter or a mapping draws, sorted."""
    names = set(mapped_types())
    for package in pkgutil.iter_modules(rerun_bridge.converters.__path__):
        if package.ispkg:
            folder = f'{rerun_bridge.converters.__path__[0]}/{package.name}'
            for module in pkgutil.iter_modules([folder]):
                path = f'rerun_bridge.converters.{package.name}.{module.name}'
                names.add(__import__(path, fromlist=['CONVERTER']).CONVERTER.type_name)
    return sorted(names)


def batch_of(channel: Channel, payloads: Iterable[bytes]) -> MessageBatch:
    """Return messages as a batch, 10 ms apart."""
    parts = list(payloads)
    lengths = np.array([len(part) for part in parts], np.int64)
    times = T0_NS + np.arange(len(parts), dtype=np.int64) * 10_000_000
    buffer = np.frombuffer(b''.join(parts), np.uint8)
    return MessageBatch(
        channel, times, times - 1_000_000, buffer, np.cumsum(lengths) - lengths, lengths
    )


def chunks_of(type_name: TypeName, payloads: Iterable[bytes]) -> list[Chunk]:
    """Return what messages on a topic ``/topic`` become."""
    channel = Channel(1, '/topic', type_name, definition_of(type_name))
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(channel, payloads))
    assert not any(stats.losses for stats in bridge.stats), [
        stats.losses for stats in bridge.stats
    ]
    return chunks


def dump(chunks: Iterable[Chunk]) -> str:
    """Return chunks as text, without their ids."""
    lines: list[str] = []
    for chunk in chunks:
        lines.append(
            f'{chunk.entity_path}  {"static" if chunk.is_static else f"{len(chunk)} rows"}'
        )
        for time in chunk.times:
            offsets = ', '.join(f'{(value - T0_NS) / 1e6:+.3f}' for value in time.values.tolist())
            lines.append(f'  @{time.timeline.name}  T0 ms: {offsets}')
        for column in chunk.components:
            descriptor, kind = column.descriptor, column.lists.type.value_type
            lines.append(f'  {descriptor.component}  {descriptor.component_type}  {kind}')
            lines += [f'    {cell}' for cell in cells(column.lists)]
        lines.append('')
    return '\n'.join(lines)


def cells(lists: pa.ListArray) -> Iterator[str]:
    """Yield each row of a component column as text."""
    for row in lists.to_pylist():
        yield 'null' if row is None else '[' + ', '.join(map(value_text, row)) + ']'


def value_text(value: object) -> str:
    """Return an instance as text; long lists by their length and a digest."""
    if isinstance(value, float):
        return f'{value:.9g}'
    if isinstance(value, list):
        if len(value) > 64:
            digest = hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
            return f'<{len(value)} values, {digest}>'
        return '[' + ', '.join(map(value_text, value)) + ']'
    if isinstance(value, dict):
        return '{' + ', '.join(f'{key}: {value_text(item)}' for key, item in value.items()) + '}'
    return json.dumps(value, ensure_ascii=False)


def read_input(path: Path) -> list[bytes]:
    """Return the messages of an input file: each a u32 length and its bytes."""
    data, at, messages = path.read_bytes(), 0, []
    while at < len(data):
        (size,) = struct.unpack_from('<I', data, at)
        messages.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return messages


def write_input(path: Path, messages: Iterable[bytes]) -> None:
    """Write the messages of an input file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b''.join(struct.pack('<I', len(data)) + data for data in messages))


def paths_of(type_name: TypeName) -> tuple[Path, Path]:
    """Return the input file and the dump of a type."""
    package, _, name = type_name.split('/')
    return GOLDEN / package / f'{name}.cdr', GOLDEN / package / f'{name}.txt'


def main() -> None:
    """Write missing inputs and renew all dumps."""
    from test.support.examples import example_messages

    for type_name in drawn_types():
        assert find_converter(type_name) is not None
        source, target = paths_of(type_name)
        if not source.exists():
            write_input(source, example_messages(type_name))
        target.write_text(dump(chunks_of(type_name, read_input(source))))
        print(target.relative_to(GOLDEN))


if __name__ == '__main__':
    main()
