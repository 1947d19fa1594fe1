"""What every source is: channels, and batches of their messages as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol

from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import dataclass

__all__ = ['Drops', 'LiveSource', 'Loss', 'Progress', 'PublishedTopic', 'Source']


@dataclass(frozen=True)
class Loss:
    """
    Something of the source that could not be read.

    :param where: file, and byte offset where known.
    :param reason: one line, e.g. ``chunk CRC is wrong``.
    :param topics: the topics it may concern; empty when unknown.
    :param messages: how many messages are gone, None when unknown.
    """

    where: str
    reason: str
    topics: tuple[str, ...] = ()
    messages: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far reading has come; ``total_bytes`` is 0 when unknown."""

    done_bytes: int
    total_bytes: int


class Source(Protocol):
    """
    A context manager that yields batches of CDR messages.

    ``channels`` may grow while ``batches`` runs. ``losses`` is complete when ``batches`` is
    exhausted.
    """

    def channels(self) -> Sequence[Channel]:
        """Return all channels known so far."""

    def batches(
        self,
        *,
        start_ns: int | None = None,
        end_ns: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> Iterator[MessageBatch]:
        """
        Yield the messages in batches of one channel each.

        :param start_ns: first log time that is wanted (inclusive).
        :param end_ns: first log time that is not wanted any more (exclusive).
        :param topics: only these topics; None for all.
        """

    def extent(self) -> tuple[int, int] | None:
        """
        Return the first and the last log time, as far as the source knows without reading it.

        Then the channels know their message counts, too. None where only reading tells.
        """

    def losses(self) -> Sequence[Loss]:
        """Return what could not be read so far."""

    def progress(self) -> Progress:
        """Return how far reading has come; safe from any thread."""

    def close(self) -> None:
        """Release files; idempotent."""

    def __enter__(self) -> Source:
        """Return itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""


@dataclass(frozen=True)
class Drops:
    """What was dropped of a channel so far."""

    channel: Channel
    messages: int
    size_bytes: int


@dataclass(frozen=True)
class PublishedTopic:
    """
    A topic that is published now, with one type.

    :param type_hash: ``RIHS01_…`` where its publishers say so, else empty.
    :param offers: of its publishers, one each.
    """

    topic: str
    type_name: TypeName
    type_hash: str
    offers: tuple[Qos, ...]


class LiveSource(Protocol):
    """
    A graph of running nodes; messages come into a queue while :meth:`run` does.

    ``run`` has a thread of its own; the other methods are called from another one.
    """

    def topics(self) -> Sequence[PublishedTopic]:
        """Return everything that is published now; the same object where nothing has changed."""

    def others(self) -> int:
        """Return how many others there are: processes or nodes beside ours."""

    def definition(self, topic: PublishedTopic) -> MessageDefinition | None:
        """Ask those who publish a topic for the definition of its type; None without answer."""

    def subscribe(self, channel: Channel) -> None:
        """
        Have the messages of a channel from now on, and the latched ones.

        :param channel: its qos is what to ask for.
        :raises SourceError: that cannot be done.
        """

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel after what has come already."""

    def run(
        self, put: Callable[[Sequence[MessageBatch]], bool], stopped: Callable[[], bool]
    ) -> None:
        """
        Take what comes until it is to stop; many messages at a time where that is cheaper.

        :param put: takes what came together, of each channel in order; never blocks, and tells
            whether nothing waits any more of what came before. The log times are the wall
            clock's, whatever time it is in a simulation.
        """

    def overtaken(self) -> Mapping[int, Drops]:
        """
        Return what was lost so far before it could be taken, by channel id; safe from any thread.

        Where the middleware does not count, it is an estimate.
        """

    def close(self) -> None:
        """Leave the graph; idempotent. Not while ``run`` does."""
