"""What is in a source: counts and times, as it says itself or as reading it through finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rerun_bridge.messages import Channel, MessageBatch, TypeName
from rerun_bridge.nouns import dataclass
from rerun_bridge.sources.base import Loss, Progress, Source

__all__ = ['ChannelSurvey', 'Survey', 'survey']

NS_PER_S = 1_000_000_000
Extent = tuple[int, int]


@dataclass(frozen=True)
class ChannelSurvey:
    """
    One topic with one type; the parts of a split bag are one.

    :param messages: None where the payload is not ROS and the source does not count it.
    """

    channel: Channel
    messages: int | None = 0


@dataclass(frozen=True)
class Survey:
    """
    All channels of a source, sorted by topic.

    :param extent: log times of the first and the last message; None where there is none.
    :param losses: what could not be read.
    :param is_read: every message was; else the counts and times are what the source says.
    :param interrupted: stopped before the end.
    """

    channels: tuple[ChannelSurvey, ...]
    extent: Extent | None = None
    losses: tuple[Loss, ...] = ()
    is_read: bool = True
    interrupted: bool = False

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return sum(each.messages or 0 for each in self.channels)

    def mean_hz(self, each: ChannelSurvey) -> float | None:
        """Return a channel's messages a second over the whole source; None for less than two."""
        if self.extent is None or not each.messages or each.messages < 2:
            return None
        seconds = (self.extent[1] - self.extent[0]) / NS_PER_S
        return (each.messages - 1) / seconds if seconds else None


_Key = tuple[str, TypeName]


def _key(channel: Channel) -> _Key:
    return channel.topic, channel.type_name


def survey(
    source: Source,
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    *,
    check: bool = False,
) -> Survey:
    """
    Say what is in a source; read it through only where it does not say so itself.

    :param on_progress: called after every batch.
    :param stopped: asked after every batch; True ends it there.
    :param check: read it through in any case: only that shows damage inside.
    """
    extent = None if check else source.extent()
    if extent is not None:
        channels = _all_channels(source.channels(), None)
        return Survey(channels, extent, tuple(source.losses()), is_read=False)
    read: dict[_Key, ChannelSurvey] = {}
    interrupted = False
    for batch in source.batches():
        key = _key(batch.channel)
        before = read.get(key, ChannelSurvey(batch.channel)).messages or 0
        read[key] = ChannelSurvey(batch.channel, before + len(batch))
        extent = _widened(extent, batch)
        on_progress(source.progress())
        if interrupted := stopped():
            break
    channels = _all_channels(source.channels(), read)
    losses = tuple(dict.fromkeys(source.losses()))
    return Survey(channels, extent, losses, interrupted=interrupted)


def _widened(extent: Extent | None, batch: MessageBatch) -> Extent:
    low, high = int(batch.log_times_ns.min()), int(batch.log_times_ns.max())
    return (low, high) if extent is None else (min(extent[0], low), max(extent[1], high))


def _all_channels(
    channels: Iterable[Channel], read: Mapping[_Key, ChannelSurvey] | None
) -> tuple[ChannelSurvey, ...]:
    """
    Return the channels once each.

    :param read: what was read; None takes the counts of the channels themselves.
    """
    found = dict(read or {})
    for channel in channels:
        key = _key(channel)
        if read is not None and channel.encoding == 'cdr':
            found.setdefault(key, ChannelSurvey(channel))
            continue
        count, before = channel.message_count, found.get(key)
        if before is not None and before.messages is not None and count is not None:
            count += before.messages
        found[key] = ChannelSurvey(channel, count)
    return tuple(each for _, each in sorted(found.items(), key=lambda item: item[0]))
