"""Writes streams as an MCAP file with the profile ``ros2``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mcap.writer import CompressionType, Writer

from demo.definitions import definitions
from demo.log_order import log_order
from demo.qos import offered_qos_yaml
from demo.stream import Stream

__all__ = ['COMPRESSIONS', 'write_mcap']

COMPRESSIONS = {
    'none': CompressionType.NONE,
    'lz4': CompressionType.LZ4,
    'zstd': CompressionType.ZSTD,
}
CHUNK_BYTES = 768 * 1024
"""What rosbag2 writes by default."""


def write_mcap(path: Path, streams: Sequence[Stream], compression: str) -> None:
    """
    Write a bag of one file.

    :param compression: a key of :data:`COMPRESSIONS`.
    """
    known = definitions(stream.type_name for stream in streams)
    with path.open('wb') as file:
        writer = Writer(file, chunk_size=CHUNK_BYTES, compression=COMPRESSIONS[compression])
        writer.start(profile='ros2', library='rerun_bridge demo')
        schemas = {
            name: writer.register_schema(name, 'ros2msg', definition.text.encode())
            for name, definition in known.items()
        }
        channels = [
            writer.register_channel(
                stream.topic,
                'cdr',
                schemas[stream.type_name],
                {
                    'offered_qos_profiles': offered_qos_yaml(stream.latched),
                    'topic_type_hash': known[stream.type_name].type_hash,
                },
            )
            for stream in streams
        ]
        log_ns = [stream.times.log_ns.tolist() for stream in streams]
        publish_ns = [stream.times.publish_ns.tolist() for stream in streams]
        message = [stream.message for stream in streams]
        for sequence, (k, i) in enumerate(log_order(streams)):
            data = bytes(message[k](i))
            writer.add_message(channels[k], log_ns[k][i], data, publish_ns[k][i], sequence)
        writer.finish()  # type: ignore[no-untyped-call]
