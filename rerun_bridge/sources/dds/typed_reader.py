"""
Reads the messages of a topic as CDR bytes by nothing but the public API of the wheel.

For when what :mod:`.raw_reader` calls is not as it was. It costs more, announces a type that is
not the true one, and does not match publishers that announce theirs, as those of Fast DDS 3 do.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import new_class
from typing import TYPE_CHECKING, Any

import numpy as np

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.samples import Samples

if TYPE_CHECKING:
    from cyclonedds.core import Qos as CycloneQos

__all__ = ['TypedReader']

AT_ONCE = 512
MOST = 16 * AT_ONCE


class _Blob:
    """A message as it came; ``sample_info`` is set by whoever takes it."""

    __slots__ = ('data', 'sample_info')

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sample_info: Any = None


class Room:
    """Takes from many readers, one after the other."""

    def take(self, readers: Sequence[TypedReader]) -> list[list[Samples]]:
        """Return what has come of each since the last time, in order."""
        return [each.take() for each in readers]


class TypedReader:
    """
    A reader of one topic; the same as :class:`.raw_reader.RawReader` to its users.

    :param topic: its name on the wire.
    :param type_name: likewise.
    :param user_data: for whoever discovers it.
    """

    def __init__(
        self,
        participant: Participant,
        topic: str,
        type_name: str,
        qos: Qos,
        user_data: bytes = b'',
    ) -> None:
        from cyclonedds.core import Entity, InstanceState, ReadCondition, SampleState, ViewState
        from cyclonedds.domain import DomainParticipant
        from cyclonedds.sub import DataReader
        from cyclonedds.topic import Topic

        class Joined(DomainParticipant):
            """Our participant, which is closed by whoever opened it."""

            def __init__(self, entity: int) -> None:
                Entity.__init__(self, entity)

            def __del__(self) -> None:
                """Leave it open."""

        self.depth = qos.depth
        self._joined = Joined(participant.entity)
        self._topic: Any = Topic(self._joined, topic, _blob_type(type_name))
        self._reader: Any = DataReader(self._joined, self._topic, _qos(qos, user_data))
        states = SampleState.Any | ViewState.Any | InstanceState.Any
        self._condition: Any = ReadCondition(self._reader, states)
        self.condition: int = self._condition._ref

    @staticmethod
    def room(participant: Participant) -> Room:
        """Return what takes from many readers at once."""
        return Room()

    def take(self) -> list[Samples]:
        """Return what has come since the last time, in order; empty after :meth:`close`."""
        found: list[Samples] = []
        while self._reader is not None and len(found) < MOST // AT_ONCE:
            taken = self._reader.take(N=AT_ONCE)
            blobs = [each for each in taken if isinstance(each, _Blob)]
            if blobs:
                found.append(_samples(blobs))
            if len(taken) < AT_ONCE:
                break
        return found

    def lost(self) -> int:
        """Return 0: the wheel does not say."""
        return 0

    def close(self) -> None:
        """Unsubscribe; idempotent."""
        self._condition = self._reader = self._topic = None


def _blob_type(type_name: str) -> type:
    """
    Return a type of the wheel's kind that keeps messages as they came.

    An octet is the type that all of them begin with; the rest is left alone.
    """
    from cyclonedds.idl import IdlStruct
    from cyclonedds.idl.types import uint8

    def deserialize(cls: type, data: bytes, has_header: bool = True, *_: object) -> _Blob:
        return _Blob(data)

    def deserialize_key(cls: type, data: bytes, has_header: bool = True, *_: object) -> None:
        return None

    def fill(namespace: dict[str, Any]) -> None:
        namespace['__annotations__'] = {'octet': uint8}

    made = new_class('Blob', (IdlStruct,), {'typename': type_name.replace('::', '.')}, fill)
    made.deserialize = classmethod(deserialize)  # type: ignore[attr-defined]
    made.deserialize_key = classmethod(deserialize_key)  # type: ignore[attr-defined]
    return made


def _qos(qos: Qos, user_data: bytes) -> CycloneQos:
    from cyclonedds.core import Policy
    from cyclonedds.core import Qos as CycloneQos

    policies = [
        Policy.Reliability.Reliable(0) if qos.reliable else Policy.Reliability.BestEffort,
        Policy.Durability.TransientLocal if qos.transient_local else Policy.Durability.Volatile,
        Policy.History.KeepLast(qos.depth) if qos.depth else Policy.History.KeepAll,
        Policy.DataRepresentation(use_cdrv0_representation=True),
    ]
    return CycloneQos(*policies, *([Policy.Userdata(user_data)] if user_data else []))


def _samples(blobs: list[_Blob]) -> Samples:
    lengths = np.array([len(blob.data) for blob in blobs], np.int64)
    infos = [blob.sample_info for blob in blobs]
    return Samples(
        np.array([info.source_timestamp for info in infos], np.int64),
        np.array([info.publication_handle for info in infos], np.uint64),
        np.frombuffer(b''.join(blob.data for blob in blobs), np.uint8),
        np.cumsum(lengths) - lengths,
        lengths,
    )
