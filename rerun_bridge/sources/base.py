"""What every source is: channels, and batches of their messages as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Protocol

from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import dataclass

__all__ = ['Loss', 'Progress', 'Source']


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
