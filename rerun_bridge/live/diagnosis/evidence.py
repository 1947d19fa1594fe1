"""What is looked at, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rerun_bridge.nouns import dataclass
from rerun_bridge.sources.base import Loss, PublishedTopic
from rerun_bridge.stats import ChannelStats

__all__ = ['Evidence', 'Finding', 'Machine']


class Finding(NamedTuple):
    """
    Something that is not as a user would want it.

    :param topic: empty where it concerns all.
    :param fix: what to do about it.
    :param is_fault: the topic is not shown, or not as it should be; else it is good to know.
    """

    topic: str
    what: str
    fix: str
    is_fault: bool = True


class Machine(NamedTuple):
    """
    What the machine is like.

    :param socket_bytes: the most that a socket's receive buffer may have; None where unknown.
    :param viewer: version of the viewer that is installed; None without one.
    """

    socket_bytes: int | None
    viewer: tuple[int, ...] | None


@dataclass(frozen=True)
class Evidence:
    """
    What a session has seen.

    :param seconds: how long it has looked.
    :param stats: of the channels that had messages.
    :param frames: of each topic's data.
    :param ahead_ns: how far each topic's stamps are ahead of the clock.
    :param trees: by root, the frames that data is in; the main one first.
    """

    published: Sequence[PublishedTopic]
    seconds: float
    stats: Sequence[ChannelStats]
    losses: Sequence[Loss]
    frames: Mapping[str, set[str]]
    ahead_ns: Mapping[str, int]
    trees: Mapping[str, Sequence[str]]
