"""What is published in a domain, as it is discovered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import POINTER, c_void_p, cast
from typing import NamedTuple

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import BuiltinEndpoint, Guid, SampleInfo
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.qos import read_qos, read_user_data

__all__ = ['DdsGraph', 'Endpoint']

PSEUDO = 0x7FFF0000
PARTICIPANTS, PUBLICATIONS = PSEUDO + 1, PSEUDO + 3
AT_ONCE = 64


class Endpoint(NamedTuple):
    """
    A writer of somebody.

    :param handle: by which samples name their writer.
    :param participant: GUID of what it belongs to: a process, mostly.
    :param topic: its name on the wire; the type's likewise.
    """

    handle: int
    key: bytes
    participant: bytes
    topic: str
    type_name: str
    qos: Qos
    user_data: bytes


class DdsGraph:
    """
    Everybody else in a domain, and their writers.

    :param participant: ours; what belongs to it does not count.
    """

    def __init__(self, participant: Participant) -> None:
        self._library = participant.library
        self._own = participant.key
        self._readers = {}
        for topic in (PARTICIPANTS, PUBLICATIONS):
            made = self._library.dds_create_reader(participant.entity, topic, None, None)
            self._readers[topic] = self._library.done(made, 'no discovery')
        self._room = (c_void_p * AT_ONCE)(), (SampleInfo * AT_ONCE)()
        self._others: dict[int, bytes] = {}
        self._endpoints: dict[int, Endpoint] = {}

    def update(self) -> bool:
        """Take in what was discovered since the last time; return whether there was anything."""
        has_changed = False
        for handle, place in self._taken(PARTICIPANTS):
            has_changed = True
            self._others.pop(handle, None)
            key = bytes(cast(place, POINTER(Guid)).contents.v) if place else self._own
            if key != self._own:
                self._others[handle] = key
        for handle, place in self._taken(PUBLICATIONS):
            has_changed = True
            self._endpoints.pop(handle, None)
            if place:
                endpoint = self._endpoint(handle, place)
                if endpoint.participant != self._own:
                    self._endpoints[handle] = endpoint
        return has_changed

    def endpoints(self) -> list[Endpoint]:
        """Return the writers there are."""
        return list(self._endpoints.values())

    def others(self) -> int:
        """Return how many participants there are beside ours."""
        return len(self._others)

    def _taken(self, topic: int) -> Iterator[tuple[int, int | None]]:
        """Yield the handle of what changed, and where its data is; None when it is gone."""
        places, infos = self._room
        take: Callable[[], int] = lambda: self._library.dds_take(  # noqa: E731
            self._readers[topic], places, infos, AT_ONCE, AT_ONCE
        )
        while (count := self._library.done(take(), 'no discovery')) > 0:
            try:
                for place, info in zip(places[:count], infos[:count]):
                    yield info.instance_handle, place if info.valid_data else None
            finally:
                self._library.dds_return_loan(self._readers[topic], places, count)
                places[0] = None  # else the library takes it for memory to write to

    def _endpoint(self, handle: int, place: int) -> Endpoint:
        found = cast(place, POINTER(BuiltinEndpoint)).contents
        return Endpoint(
            handle,
            bytes(found.key.v),
            bytes(found.participant_key.v),
            found.topic_name.decode(errors='replace'),
            found.type_name.decode(errors='replace'),
            read_qos(self._library, found.qos),
            read_user_data(self._library, found.qos),
        )
