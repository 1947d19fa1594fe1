"""
The nouns every source yields: a channel, and batches of its messages as CDR bytes.

Times are integer nanoseconds since the Unix epoch, named ``_ns``.
"""

from __future__ import annotations

from typing import Literal, NewType

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property, dataclass, replace

__all__ = [
    'CLOCK_TYPE',
    'Channel',
    'MessageBatch',
    'MessageDefinition',
    'Qos',
    'ScatteredBatch',
    'TypeName',
    'type_name',
]

TypeName = NewType('TypeName', str)
"""A full ROS type name with its middle part: ``sensor_msgs/msg/Imu``."""

CLOCK_TYPE = TypeName('rosgraph_msgs/msg/Clock')
"""Of the topic that says what time it is in a simulation."""


def type_name(text: str) -> TypeName:
    """
    Return a type name in its three-part form.

    :param text: ``pkg/msg/Type``, ``pkg/Type`` or ``pkg::msg::Type``.
    """
    parts = text.replace('::', '/').strip().strip('/').split('/')
    return TypeName('/'.join([parts[0], 'msg', parts[1]] if len(parts) == 2 else parts))


@dataclass(frozen=True)
class Qos:
    """
    The part of a publisher's QoS that changes how a channel is handled.

    :param reliable: reliability is RELIABLE.
    :param transient_local: durability is TRANSIENT_LOCAL: late joiners get the last messages
        ("latched").
    :param depth: history depth; 0 is KEEP_ALL or unknown.
    :param publishers: how many publishers offered it; 0 when unknown.
    """

    reliable: bool = True
    transient_local: bool = False
    depth: int = 0
    publishers: int = 0


@dataclass(frozen=True)
class MessageDefinition:
    """
    The definition text of a type together with all types it contains.

    :param format: ``ros2msg`` (.msg texts joined by ``===`` lines) or ``ros2idl``.
    """

    format: Literal['ros2msg', 'ros2idl']
    text: str


@dataclass(frozen=True)
class Channel:
    """
    One topic of one source with one type.

    :param id: unique within the source.
    :param definition: None where the source has none and none could be found: messages stay raw
        bytes.
    :param encoding: of the payload; everything but ``cdr`` is named and skipped.
    :param message_count: how many messages the source says it holds, None when it does not say.
    :param type_hash: ``RIHS01_…`` where known, else empty.
    """

    id: int
    topic: str
    type_name: TypeName
    definition: MessageDefinition | None = None
    qos: Qos = Qos()
    encoding: str = 'cdr'
    message_count: int | None = None
    type_hash: str = ''


@dataclass(frozen=True)
class MessageBatch:
    """
    Messages of one channel, in the order they were logged.

    Message ``i`` is ``buffer[starts[i] : starts[i] + lengths[i]]``. Messages need not touch each
    other, so a batch can be a view of a decompressed MCAP chunk.

    :param log_times_ns: int64, shape (n,).
    :param publish_times_ns: int64, shape (n,), or None where the source knows none.
    :param buffer: uint8, shape (bytes,), read-only by agreement.
    :param starts: int64, shape (n,).
    :param lengths: int64, shape (n,).
    :param clock_times_ns: int64, shape (n,): what the clock of a simulation showed when each was
        logged; None where there is none.
    """

    channel: Channel
    log_times_ns: npt.NDArray[np.int64]
    publish_times_ns: npt.NDArray[np.int64] | None
    buffer: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    clock_times_ns: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.starts)

    @cached_property
    def size_bytes(self) -> int:
        """Payload bytes of all messages together."""
        return int(self.lengths.sum())

    def message(self, row: int) -> memoryview:
        """Return the bytes of one message."""
        start = int(self.starts[row])
        return memoryview(self.buffer)[start : start + int(self.lengths[row])]

    def payloads(self) -> list[npt.NDArray[np.uint8]]:
        """Return the bytes of every message, uint8, shape (bytes,) each, where they are."""
        buffer, ends = self.buffer, self.starts + self.lengths
        return [buffer[a:b] for a, b in zip(self.starts.tolist(), ends.tolist())]

    def pick(self, rows: npt.NDArray[np.int64] | slice) -> MessageBatch:
        """Return some of the messages, without copying their bytes."""
        publish, clock = self.publish_times_ns, self.clock_times_ns
        return replace(
            self,
            log_times_ns=self.log_times_ns[rows],
            publish_times_ns=None if publish is None else publish[rows],
            starts=self.starts[rows],
            lengths=self.lengths[rows],
            clock_times_ns=None if clock is None else clock[rows],
        )


@dataclass(frozen=True)
class ScatteredBatch(MessageBatch):
    """
    Large messages of one channel, each in memory of its own: to put them together costs a copy.

    It is made where somebody asks for :attr:`buffer` after all.

    :param data: uint8, shape (bytes,), of each message.
    """

    data: tuple[npt.NDArray[np.uint8], ...] = ()

    def __init__(
        self,
        channel: Channel,
        log_times_ns: npt.NDArray[np.int64],
        publish_times_ns: npt.NDArray[np.int64] | None,
        data: tuple[npt.NDArray[np.uint8], ...],
        clock_times_ns: npt.NDArray[np.int64] | None = None,
    ) -> None:
        self.__dict__.update(
            channel=channel,
            log_times_ns=log_times_ns,
            publish_times_ns=publish_times_ns,
            data=data,
            clock_times_ns=clock_times_ns,
        )

    def payloads(self) -> list[npt.NDArray[np.uint8]]:
        """Return the bytes of every message."""
        return list(self.data)

    @cached_property  # type: ignore[misc]  # what is computed is no field
    def lengths(self) -> npt.NDArray[np.int64]:
        """Bytes of each message: int64, shape (n,)."""
        return np.fromiter(map(len, self.data), np.int64, len(self.data))

    @cached_property  # type: ignore[misc]
    def buffer(self) -> npt.NDArray[np.uint8]:
        """All messages, one after the other."""
        return np.concatenate([*self.data, np.empty(0, np.uint8)])

    @cached_property  # type: ignore[misc]
    def starts(self) -> npt.NDArray[np.int64]:
        """Where each begins in there: int64, shape (n,)."""
        return np.cumsum(self.lengths) - self.lengths

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.data)

    def message(self, row: int) -> memoryview:
        """Return the bytes of one message."""
        return memoryview(self.data[row])

    def pick(self, rows: npt.NDArray[np.int64] | slice) -> ScatteredBatch:
        """Return some of the messages, without copying their bytes."""
        publish, clock = self.publish_times_ns, self.clock_times_ns
        picked = np.arange(len(self))[rows].tolist()
        return ScatteredBatch(
            self.channel,
            self.log_times_ns[rows],
            None if publish is None else publish[rows],
            tuple(self.data[row] for row in picked),
            None if clock is None else clock[rows],
        )
