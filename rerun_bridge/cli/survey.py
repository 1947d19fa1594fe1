"""What is in a source: counts and times, found by reading it through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rerun_bridge.messages import Channel, MessageBatch, TypeName
from rerun_bridge.nouns import dataclass, replace
from rerun_bridge.sources.base import Loss, Progress, Source

__all__ = ['ChannelSurvey', 'Survey', 'survey']

NS_PER_S = 1_000_000_000


@dataclass(frozen=True)
class ChannelSurvey:
    """
    One topic with one type; the parts of a split bag are one.

    :param messages: None where the payload is not ROS and the source does not count it.
    :param first_ns: log time of its first message; None where none was read.
    """

    channel: Channel
    messages: int | None = 0
    first_ns: int | None = None
    last_ns: int | None = None

    def with_batch(self, batch: MessageBatch) -> ChannelSurvey:
        """Return it with the messages of a batch added."""
        low, high = int(batch.log_times_ns.min()), int(batch.log_times_ns.max())
        return replace(
            self,
            messages=(self.messages or 0) + len(batch),
            first_ns=low if self.first_ns is None else min(self.first_ns, low),
            last_ns=high if self.last_ns is None else max(self.last_ns, high),
        )

    @property
    def rate_hz(self) -> float | None:
        """Messages a second between the first and the last one."""
        if self.first_ns is None or self.last_ns is None or self.first_ns == self.last_ns:
            return None
        return ((self.messages or 0) - 1) * NS_PER_S / (self.last_ns - self.first_ns)


@dataclass(frozen=True)
class Survey:
    """
    All channels of a source, sorted by topic.

    :param losses: what could not be read.
    :param interrupted: stopped before the end.
    """

    channels: tuple[ChannelSurvey, ...]
    losses: tuple[Loss, ...] = ()
    interrupted: bool = False

    @property
    def first_ns(self) -> int | None:
        """Log time of the first message; None where there is none."""
        times = (each.first_ns for each in self.channels)
        return min((time for time in times if time is not None), default=None)

    @property
    def last_ns(self) -> int | None:
        """Log time of the last message; None where there is none."""
        times = (each.last_ns for each in self.channels)
        return max((time for time in times if time is not None), default=None)

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return sum(each.messages or 0 for each in self.channels)


_Key = tuple[str, TypeName]


def _key(channel: Channel) -> _Key:
    return channel.topic, channel.type_name


def survey(
    source: Source, on_progress: Callable[[Progress], None], stopped: Callable[[], bool]
) -> Survey:
    """
    Read a source through and count.

    :param on_progress: called after every batch.
    :param stopped: asked after every batch; True ends it there.
    """
    read: dict[_Key, ChannelSurvey] = {}
    interrupted = False
    for batch in source.batches():
        key = _key(batch.channel)
        read[key] = read.get(key, ChannelSurvey(batch.channel)).with_batch(batch)
        on_progress(source.progress())
        if interrupted := stopped():
            break
    return Survey(_all_channels(source.channels(), read), tuple(source.losses()), interrupted)


def _all_channels(
    channels: Iterable[Channel], read: Mapping[_Key, ChannelSurvey]
) -> tuple[ChannelSurvey, ...]:
    """Return the channels once each: what was read, and what only the source says of the rest."""
    found = dict(read)
    for channel in channels:
        if channel.encoding == 'cdr':
            found.setdefault(_key(channel), ChannelSurvey(channel))
            continue
        before = found.get(_key(channel))
        count = channel.message_count
        if before and before.messages is not None and count is not None:
            count += before.messages
        found[_key(channel)] = ChannelSurvey(channel, count)
    return tuple(each for _, each in sorted(found.items(), key=lambda item: item[0]))
