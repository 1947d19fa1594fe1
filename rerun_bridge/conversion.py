"""One source into one recording, start to end, and the report of what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

import numpy as np

from rerun_bridge.bridge import Bridge, Recording
from rerun_bridge.channel_pipeline import is_static
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import dataclass
from rerun_bridge.simulated_time import SimulatedTime, clock_of
from rerun_bridge.sources.base import Loss, Progress, Source
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['ConversionReport', 'convert']


@dataclass(frozen=True)
class ConversionReport:
    """
    What became of everything in a source.

    :param stats: of the channels that had messages, sorted by topic.
    :param silent: channels that were wanted but had no messages.
    :param foreign: channels whose payload is not CDR, so not ROS: skipped.
    :param losses: what the source could not read.
    :param interrupted: stopped before its end.
    """

    stats: tuple[ChannelStats, ...] = ()
    silent: tuple[Channel, ...] = ()
    foreign: tuple[Channel, ...] = ()
    losses: tuple[Loss, ...] = ()
    interrupted: bool = False

    @property
    def messages(self) -> int:
        """How many messages came."""
        return sum(stats.messages for stats in self.stats)

    @property
    def lost_messages(self) -> int:
        """How many of them could not be decoded or drawn."""
        return sum(sum(stats.losses.values()) for stats in self.stats)

    @property
    def clean(self) -> bool:
        """Nothing is missing."""
        return not (self.losses or self.foreign or self.lost_messages or self.interrupted)


def _ignore(progress: Progress) -> None:
    """Tell nobody."""


def _never() -> bool:
    """Never stop."""
    return False


def convert(
    source: Source,
    recording: Recording,
    selection: TopicSelection | None = None,
    frames: Frames | None = None,
    *,
    start_ns: int | None = None,
    end_ns: int | None = None,
    on_progress: Callable[[Progress], None] = _ignore,
    stopped: Callable[[], bool] = _never,
) -> ConversionReport:
    """
    Send everything that is wanted of a source to a recording.

    :param start_ns: first log time that is wanted (inclusive); what holds at all times, as static
        transforms do, is taken from before that, too.
    :param end_ns: first log time that is not wanted any more (exclusive).
    :param on_progress: called after every batch.
    :param stopped: asked after every batch; True ends the conversion there.
    """
    selection = selection or TopicSelection()
    bridge = Bridge(recording, selection, frames or Frames())
    topics = _wanted_topics(source.channels(), selection)
    interrupted, simulated = stopped(), None
    if not interrupted:
        batches = _wanted_batches(source, selection, topics, start_ns, end_ns)
        every = _begun(batches)  # without an index, channels are known only now
        if (clock := clock_of(source.channels())) is not None:
            simulated = SimulatedTime(clock)
        for batch in every if simulated is None else simulated.of(every):
            bridge.send(batch)
            del batch  # the next one is made of the same memory
            on_progress(source.progress())
            if interrupted := stopped():
                break
    bridge.finish()
    if simulated is not None:
        simulated.note(bridge.stats)
    return _report(bridge.stats, source, selection, interrupted)


def _begun(batches: Iterator[MessageBatch]) -> Iterator[MessageBatch]:
    """Return the same batches; the first is made at once, and not held once it is taken."""
    first = list(islice(batches, 1))
    return chain((first.pop() for _ in range(len(first))), batches)


def _wanted_batches(
    source: Source,
    selection: TopicSelection,
    topics: frozenset[str] | None,
    start_ns: int | None,
    end_ns: int | None,
) -> Iterator[MessageBatch]:
    """Yield what is within a time range, and what was logged before it and still holds."""
    if start_ns is None:
        yield from source.batches(end_ns=end_ns, topics=topics)
        return
    if source.extent() is None:  # which channels there are is known when all is read
        for batch in source.batches(end_ns=end_ns, topics=topics):
            rows = np.flatnonzero(batch.log_times_ns >= start_ns)
            if is_static(batch.channel) or len(rows) == len(batch):
                yield batch
            elif len(rows):
                yield batch.pick(rows)
        return
    held = frozenset(
        channel.topic
        for channel in source.channels()
        if is_static(channel) and selection.takes(channel.topic)
    )
    if held:
        yield from source.batches(end_ns=start_ns, topics=held)
    yield from source.batches(start_ns=start_ns, end_ns=end_ns, topics=topics)


def _wanted_topics(
    channels: Sequence[Channel], selection: TopicSelection
) -> frozenset[str] | None:
    """
    Return the topics the source need not skip over in vain; None for all.

    A source that cannot count its messages has no index: more channels may turn up later.
    """
    everything = not selection.include and not selection.exclude
    if everything or any(channel.message_count is None for channel in channels):
        return None
    wanted = frozenset(channel.topic for channel in channels if selection.takes(channel.topic))
    clock = clock_of(channels)
    return (wanted if clock is None else wanted | {clock.topic}) if wanted else None


def _report(
    stats: Sequence[ChannelStats], source: Source, selection: TopicSelection, interrupted: bool
) -> ConversionReport:
    heard = {(each.channel.topic, each.channel.type_name) for each in stats}
    quiet = {
        (channel.topic, channel.type_name): channel
        for channel in source.channels()
        if selection.takes(channel.topic) and (channel.topic, channel.type_name) not in heard
    }
    foreign = [
        each for each in quiet.values() if each.encoding != 'cdr' and each.message_count != 0
    ]
    silent = [each for each in quiet.values() if each not in foreign]
    return ConversionReport(
        tuple(sorted(stats, key=lambda each: (each.channel.topic, each.channel.type_name))),
        tuple(sorted(silent, key=lambda channel: channel.topic)),
        tuple(sorted(foreign, key=lambda channel: channel.topic)),
        tuple(dict.fromkeys(source.losses())),
        interrupted,
    )
