"""Writes messages as CDR bytes, whatever their type."""

from __future__ import annotations

from ctypes import byref, c_void_p, cast

import numpy as np

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import Iovec
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.qos import new_qos

__all__ = ['RawWriter']

DATA = 2
NS_PER_S = 1_000_000_000


class RawWriter:
    """
    A writer of one topic.

    :param topic: its name on the wire.
    :param type_name: likewise.
    :param user_data: for whoever discovers it.
    :raises SourceError: the library refuses.
    """

    def __init__(
        self,
        participant: Participant,
        topic: str,
        type_name: str,
        qos: Qos,
        user_data: bytes = b'',
    ) -> None:
        self._library = library = participant.library
        self._topic = participant.new_topic(topic, type_name)
        with new_qos(library, qos, user_data) as made:
            created = library.dds_create_writer(participant.entity, self._topic, made, None)
        self._entity = library.done(created, f'writer of {topic}')
        self.key = participant.key_of(self._entity)
        kind = c_void_p()
        library.done(library.dds_get_entity_sertype(self._entity, byref(kind)), 'no type')
        self._kind = kind

    def write(self, message: bytes | memoryview) -> None:
        """
        Publish a message.

        :param message: CDR with its encapsulation header.
        :raises SourceError: it is no CDR, or readers that want it all did not take it in time.
        """
        data = np.frombuffer(message, np.uint8)
        piece = Iovec(cast(data.ctypes.data, c_void_p), len(data))
        made = self._library.ddsi_serdata_from_ser_iov(
            self._kind, DATA, 1, byref(piece), len(data)
        )
        if not made:
            raise SourceError('Cyclone DDS: not taken for CDR')
        self._library.done(self._library.dds_writecdr(self._entity, made), 'write')

    def readers(self) -> int:
        """Return how many readers there are for what is written."""
        found = self._library.dds_get_matched_subscriptions(self._entity, None, 0)
        return self._library.done(found, 'readers')

    def await_acknowledged(self, limit_s: float) -> bool:
        """Return whether all readers that want everything have it, in time."""
        return self._library.dds_wait_for_acks(self._entity, int(limit_s * NS_PER_S)) == 0

    def close(self) -> None:
        """Unpublish; idempotent."""
        if self._entity > 0:
            self._library.dds_delete(self._entity)
            self._library.dds_delete(self._topic)
        self._entity = 0
