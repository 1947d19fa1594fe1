"""Bags of two topics in every storage, whole or damaged, and reading them back."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from mcap.writer import CompressionType, IndexType, Writer

from rerun_bridge.sources import Source

__all__ = ['START_NS', 'payload', 'read', 'write_db3', 'write_mcap', 'write_metadata']

START_NS = 1_700_000_000_000_000_000
STEP_NS = 1_000_000
TYPE, TEXT = 'test_msgs/msg/Row', 'int32 row\nstring text'
QOS = '- history: keep_last\n  depth: 7\n  reliability: reliable\n  durability: transient_local\n'
COMPRESSIONS = {
    'none': CompressionType.NONE,
    'lz4': CompressionType.LZ4,
    'zstd': CompressionType.ZSTD,
}


def payload(row: int) -> bytes:
    """Return a message; its length varies."""
    text = b'x' * (row % 7) + b'\0'
    return b'\0\1\0\0' + struct.pack('<iI', row, len(text)) + text


def write_mcap(
    path: Path,
    rows: Iterable[int] = range(100),
    *,
    compression: str = 'zstd',
    indexed: bool = True,
    chunked: bool = True,
    chunk_size: int = 600,
    json_topic: bool = False,
    pack: Callable[[bytes], bytes] = bytes,
) -> None:
    """
    Write rows alternately to ``/even`` and ``/odd``, a millisecond apart.

    :param pack: compresses each message.
    """
    with path.open('wb') as file:
        writer = Writer(
            file,
            chunk_size=chunk_size,
            compression=COMPRESSIONS[compression],
            index_types=IndexType.ALL if indexed else IndexType.NONE,
            repeat_channels=indexed,
            repeat_schemas=indexed,
            use_statistics=indexed,
            use_summary_offsets=indexed,
            use_chunking=chunked,
        )
        writer.start('ros2', 'test')
        schema = writer.register_schema(TYPE, 'ros2msg', TEXT.encode())
        metadata = {'offered_qos_profiles': QOS}
        channels = [writer.register_channel(t, 'cdr', schema, metadata) for t in ('/even', '/odd')]
        if json_topic:
            other = writer.register_channel('/json', 'json', 0)
            writer.add_message(other, START_NS, b'{}', START_NS)
        for row in rows:
            time_ns = START_NS + row * STEP_NS
            data = pack(payload(row))
            writer.add_message(channels[row % 2], time_ns, data, time_ns - 5, row)
        writer.finish()


def write_db3(
    path: Path,
    rows: Iterable[int] = range(100),
    *,
    ids: tuple[int, int] = (1, 2),
    definitions: bool = True,
    qos: bool = True,
    pack: Callable[[bytes], bytes] = bytes,
) -> None:
    """Write the same rows as SQLite; ``pack`` compresses each message."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    columns = ', offered_qos_profiles TEXT NOT NULL' if qos else ''
    db.executescript(
        'CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, '
        f'serialization_format TEXT NOT NULL{columns});'
        'CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, '
        'timestamp INTEGER NOT NULL, data BLOB NOT NULL);'
    )
    for topic_id, name in zip(ids, ('/even', '/odd')):
        values = [topic_id, name, TYPE, 'cdr', *([QOS] if qos else [])]
        db.execute(f'INSERT INTO topics VALUES ({",".join("?" * len(values))})', values)
    if definitions:
        db.execute(
            'CREATE TABLE message_definitions(id INTEGER PRIMARY KEY, topic_type TEXT, '
            'encoding TEXT, encoded_message_definition TEXT, type_description_hash TEXT)'
        )
        db.execute(
            'INSERT INTO message_definitions VALUES (1, ?, ?, ?, ?)', (TYPE, 'ros2msg', TEXT, '')
        )
    for row in rows:
        values = [ids[row % 2], START_NS + row * STEP_NS, pack(payload(row))]
        db.execute('INSERT INTO messages(topic_id, timestamp, data) VALUES (?, ?, ?)', values)
    db.commit()
    db.close()


def write_metadata(
    folder: Path,
    files: Iterable[str],
    version: int = 9,
    counts: Mapping[str, int] = MappingProxyType({'/even': 50}),
) -> None:
    """
    Write a metadata.yaml as a version of rosbag2 does.

    :param counts: of the messages of each topic.
    """
    profiles: object = QOS
    if version >= 9:
        profiles = [{'durability': 'transient_local', 'reliability': 'reliable', 'depth': 7}]
    topic: dict[str, object] = {'type': TYPE, 'serialization_format': 'cdr'}
    if version >= 4:
        topic['offered_qos_profiles'] = profiles
    info: dict[str, object] = {
        'version': version,
        'storage_identifier': 'sqlite3',
        'relative_file_paths': list(files),
        'topics_with_message_count': [
            {'topic_metadata': {'name': name, **topic}, 'message_count': count}
            for name, count in counts.items()
        ],
    }
    if version >= 8:
        info['ros_distro'] = 'jazzy'
    document = {'rosbag2_bagfile_information': info}
    (folder / 'metadata.yaml').write_text(json.dumps(document))  # JSON is YAML


def read(source: Source, **options: object) -> dict[str, list[int]]:
    """Return the rows of every topic, in the order they come."""
    found: dict[str, list[int]] = {}
    for batch in source.batches(**options):  # type: ignore[arg-type]
        rows = found.setdefault(batch.channel.topic, [])
        for i in range(len(batch)):
            data = bytes(batch.message(i))
            (row,) = struct.unpack_from('<i', data, 4)
            assert data == payload(row)
            assert batch.log_times_ns[i] == START_NS + row * STEP_NS
            rows.append(row)
    return found
