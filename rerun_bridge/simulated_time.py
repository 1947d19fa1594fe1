"""
Messages without a stamp in a recording of a simulation: when they came by the simulation's clock.

Headers of such a recording count from the start of the simulation, its log times are the wall
clock's. What has no stamp of its own would be years away from the rest; a node that asked for the
time when it came would have had that of the newest ``/clock``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Decoder, by_byte_order, compile_plan
from rerun_bridge.converters.stamps import stamps_ns
from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import CLOCK_TYPE, Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.stats import ChannelStats

__all__ = ['SimulatedTime', 'clock_of']

CLOCK = '/clock', CLOCK_TYPE
LARGE_BYTES = 64 * 1024
WAITING_BYTES = 32 * 1024 * 1024
KEPT_NS = 600_000_000_000
"""Log time of the clock that is remembered: far more than a source's batches are out of order."""

Ints = npt.NDArray[np.int64]


def clock_of(channels: Sequence[Channel]) -> Channel | None:
    """Return the channel of a simulation's clock; None where there is none, or it never ticks."""
    for channel in channels:
        if (channel.topic, channel.type_name) == CLOCK and channel.message_count != 0:
            return channel if channel.definition is not None else None
    return None


class SimulatedTime:
    """
    Gives batches the simulation's times.

    Batches wait until the clock has gone past them, as far as memory allows. Large messages that
    have a stamp pass at once.

    :param clock: from :func:`clock_of`.
    """

    def __init__(self, clock: Channel) -> None:
        assert clock.definition is not None
        schema = parse_definition(clock.definition, clock.type_name)
        self._decoder = Decoder(compile_plan(schema))
        self._log_ns: Ints = np.empty(0, np.int64)
        self._times_ns: Ints = np.empty(0, np.int64)
        self._waiting: deque[MessageBatch] = deque()
        self._waiting_bytes = 0
        self._stamped: dict[Channel, bool] = {}
        self._jumps_back = 0

    def of(self, batches: Iterable[MessageBatch]) -> Iterator[MessageBatch]:
        """Yield all batches with their times, those of each channel in order."""
        for batch in batches:
            if (batch.channel.topic, batch.channel.type_name) == CLOCK:
                self._learn(batch)
                yield self._timed(batch)
                yield from self._ready(WAITING_BYTES)
            elif batch.size_bytes >= LARGE_BYTES * len(batch) and self._is_stamped(batch.channel):
                yield self._timed(batch)
            else:
                self._waiting.append(batch)
                self._waiting_bytes += batch.size_bytes
                yield from self._ready(WAITING_BYTES)
        yield from self._ready(-1)

    def note(self, stats: Iterable[ChannelStats]) -> None:
        """Say with the clock's channel where its times come twice."""
        for each in stats:
            if self._jumps_back and (each.channel.topic, each.channel.type_name) == CLOCK:
                times = 'once' if self._jumps_back == 1 else f'{self._jumps_back:,} times'
                each.notes[f'goes back {times}: ros_time is folded there'] = 0

    def _ready(self, most_bytes: int) -> Iterator[MessageBatch]:
        """Yield what the clock has gone past, and what there is too much of."""
        while self._waiting:
            batch = self._waiting[0]
            is_past = len(self._log_ns) and batch.log_times_ns.max() <= self._log_ns[-1]
            if not is_past and self._waiting_bytes <= most_bytes:
                return
            self._waiting.popleft()
            self._waiting_bytes -= batch.size_bytes
            yield self._timed(batch)

    def _is_stamped(self, channel: Channel) -> bool:
        """Tell whether messages say when they were measured."""
        if channel not in self._stamped:
            self._stamped[channel] = _is_stamped(channel)
        return self._stamped[channel]

    def _learn(self, batch: MessageBatch) -> None:
        for part in by_byte_order(batch):
            decoded = self._decoder.decode(part)
            times_ns = stamps_ns(decoded.columns, 'clock')
            self._jumps_back += int((np.diff(times_ns, prepend=self._times_ns[-1:]) < 0).sum())
            log_ns = np.concatenate([self._log_ns, part.log_times_ns[decoded.rows]])
            times_ns = np.concatenate([self._times_ns, times_ns])
            order = np.argsort(log_ns, kind='stable')
            kept = order[log_ns[order] >= log_ns.max(initial=0) - KEPT_NS]
            self._log_ns, self._times_ns = log_ns[kept], times_ns[kept]

    def _timed(self, batch: MessageBatch) -> MessageBatch:
        """Return a batch with the times of the newest ticks; before the first, of the first."""
        if not len(self._log_ns):
            return batch
        newest = np.searchsorted(self._log_ns, batch.log_times_ns, 'right') - 1
        return replace(batch, clock_times_ns=self._times_ns[np.maximum(newest, 0)])


def _is_stamped(channel: Channel) -> bool:
    if channel.definition is None:
        return False
    try:
        schema = parse_definition(channel.definition, channel.type_name)
    except DefinitionError:
        return False
    stamps = {'header': 'std_msgs/msg/Header', 'stamp': 'builtin_interfaces/msg/Time'}
    return any(stamps.get(each.name) == each.type.base for each in schema.fields)
