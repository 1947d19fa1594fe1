"""Writes streams as a folder of rosbag2's SQLite storage: schema version 4, metadata version 9."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo.definitions import Definition, definitions
from demo.log_order import log_order
from demo.qos import offered_qos, offered_qos_yaml
from demo.stream import Stream

__all__ = ['write_db3']

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE schema (schema_version INTEGER PRIMARY KEY, ros_distro TEXT NOT NULL);
CREATE TABLE metadata (id INTEGER PRIMARY KEY, metadata_version INTEGER NOT NULL,
  metadata TEXT NOT NULL);
CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
  serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL,
  type_description_hash TEXT NOT NULL);
CREATE TABLE message_definitions (id INTEGER PRIMARY KEY, topic_type TEXT NOT NULL,
  encoding TEXT NOT NULL, encoded_message_definition TEXT NOT NULL,
  type_description_hash TEXT NOT NULL);
CREATE TABLE messages (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,
  timestamp INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX timestamp_idx ON messages (timestamp ASC);
INSERT INTO schema VALUES (4, 'jazzy');
"""


def write_db3(folder: Path, streams: Sequence[Stream]) -> None:
    """Write a bag of one file and its ``metadata.yaml``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f'{folder.name}_0.db3'
    path.unlink(missing_ok=True)
    known = definitions(stream.type_name for stream in streams)
    metadata = json.dumps(
        {'rosbag2_bagfile_information': _metadata(path.name, streams, known)}, indent=1
    )
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(TABLES)
        database.execute('BEGIN')
        _insert_topics(database, streams, known)
        _insert_messages(database, streams)
        database.execute('INSERT INTO metadata VALUES (1, 9, ?)', (metadata,))
        database.execute('COMMIT')
    finally:
        database.close()
    (folder / 'metadata.yaml').write_text(metadata, encoding='utf-8')


def _insert_topics(
    database: sqlite3.Connection, streams: Sequence[Stream], known: Mapping[str, Definition]
) -> None:
    database.executemany(
        'INSERT INTO message_definitions VALUES (?, ?, ?, ?, ?)',
        (
            (i, name, 'ros2msg', definition.text, definition.type_hash)
            for i, (name, definition) in enumerate(known.items(), start=1)
        ),
    )
    database.executemany(
        'INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?)',
        (
            (
                i,
                s.topic,
                s.type_name,
                'cdr',
                offered_qos_yaml(s.latched),
                known[s.type_name].type_hash,
            )
            for i, s in enumerate(streams, start=1)
        ),
    )


def _insert_messages(database: sqlite3.Connection, streams: Sequence[Stream]) -> None:
    log_ns = [stream.times.log_ns.tolist() for stream in streams]
    message = [stream.message for stream in streams]
    database.executemany(
        'INSERT INTO messages (topic_id, timestamp, data) VALUES (?, ?, ?)',
        ((k + 1, log_ns[k][i], message[k](i)) for k, i in log_order(streams)),
    )


def _metadata(
    file_name: str, streams: Sequence[Stream], known: Mapping[str, Definition]
) -> dict[str, object]:
    """Return what ``metadata.yaml`` says; JSON is YAML."""
    first = min(int(stream.times.log_ns[0]) for stream in streams)
    last = max(int(stream.times.log_ns[-1]) for stream in streams)
    count = sum(len(stream) for stream in streams)
    span = {
        'starting_time': {'nanoseconds_since_epoch': first},
        'duration': {'nanoseconds': last - first},
        'message_count': count,
    }
    topics = [
        {
            'topic_metadata': {
                'name': stream.topic,
                'type': stream.type_name,
                'serialization_format': 'cdr',
                'offered_qos_profiles': offered_qos(stream.latched),
                'type_description_hash': known[stream.type_name].type_hash,
            },
            'message_count': len(stream),
        }
        for stream in streams
    ]
    return {
        'version': 9,
        'storage_identifier': 'sqlite3',
        **span,
        'topics_with_message_count': topics,
        'compression_format': '',
        'compression_mode': '',
        'relative_file_paths': [file_name],
        'files': [{'path': file_name, **span}],
        'custom_data': None,
        'ros_distro': 'jazzy',
    }
