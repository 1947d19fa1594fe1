"""Small .mcap bags for tests that need a whole file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from mcap.writer import CompressionType, Writer

__all__ = ['START_NS', 'STEP_NS', 'Bag', 'new_bag']

START_NS = 1_700_000_000_000_000_000
ENCAPSULATION = b'\x00\x01\x00\x00'
FLOAT64 = 'float64 data'
STEP_NS = 10_000_000


class Bag:
    """A bag being written: 100 messages a second on each topic, from :data:`START_NS` on."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._channels: dict[str, int] = {}
        self._rows: dict[str, int] = {}

    def channel(
        self, topic: str, type_name: str, text: str = FLOAT64, encoding: str = 'cdr'
    ) -> None:
        """Begin a topic; without a text its messages have no definition."""
        schema = self._writer.register_schema(type_name, 'ros2msg' if text else '', text.encode())
        self._channels[topic] = self._writer.register_channel(topic, encoding, schema)
        self._rows[topic] = 0

    def message(self, topic: str, data: bytes, after_start_ns: int | None = None) -> None:
        """Add a message as it is, at its topic's next time or at one of its own."""
        row = self._rows[topic]
        self._rows[topic] += 1
        time_ns = START_NS + (row * STEP_NS if after_start_ns is None else after_start_ns)
        self._writer.add_message(self._channels[topic], time_ns, data, time_ns, row)

    def floats(self, topic: str, count: int) -> None:
        """Add messages of ``std_msgs/msg/Float64`` that count from 0."""
        if topic not in self._channels:
            self.channel(topic, 'std_msgs/msg/Float64')
        for value in range(count):
            self.message(topic, ENCAPSULATION + struct.pack('<d', value))

    def blobs(self, topic: str, count: int, size: int) -> None:
        """Add messages that hold ``size`` bytes each, which no codec makes smaller."""
        self.channel(topic, 'test_msgs/msg/Blob', 'uint8[] data')
        data = ENCAPSULATION + struct.pack('<I', size) + Random(1).randbytes(size)
        for _ in range(count):
            self.message(topic, data)


@contextmanager
def new_bag(path: Path, chunk_size: int = 1 << 16) -> Iterator[Bag]:
    """Yield a bag to write into; it is whole when the block ends."""
    with path.open('wb') as file:
        writer = Writer(file, chunk_size=chunk_size, compression=CompressionType.NONE)
        writer.start('ros2', 'test')
        yield Bag(writer)
        writer.finish()
