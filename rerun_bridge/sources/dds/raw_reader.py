"""Reads the messages of a topic as CDR bytes, many at a time, whatever their type."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref, c_void_p

import numpy as np
import numpy.typing as npt

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import Iovec, Library, SampleInfo, SampleLost
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.qos import new_qos
from rerun_bridge.sources.dds.samples import Samples

__all__ = ['RawReader']

ANY_STATE = 0x7F
AT_ONCE = 512
MOST = 16 * AT_ONCE
"""Samples of a take: those of other topics wait meanwhile."""
LARGE_BYTES = 64 * 1024
"""From here on a message stays where it is, and is lent by the library."""


class RawReader:
    """
    A reader of one topic.

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
        self.depth = qos.depth
        self._topic = participant.new_topic(topic, type_name)
        with new_qos(library, qos, user_data) as made:
            created = library.dds_create_reader(participant.entity, self._topic, made, None)
        self._entity = library.done(created, f'reader of {topic}')
        created = library.dds_create_readcondition(self._entity, ANY_STATE)
        self.condition = library.done(created, f'condition of {topic}')
        self._pointers = (c_void_p * AT_ONCE)()
        self._infos = (SampleInfo * AT_ONCE)()
        self._known: npt.NDArray[np.void] = np.frombuffer(self._infos, np.dtype(SampleInfo))

    def take(self) -> list[Samples]:
        """Return what has come since the last time, in order; empty after :meth:`close`."""
        found: list[Samples] = []
        count = AT_ONCE
        for _ in range(MOST // AT_ONCE):
            count = self._library.dds_takecdr(
                self._entity, self._pointers, AT_ONCE, self._infos, ANY_STATE
            )
            if count > 0:
                found += _copied(self._library, self._pointers[:count], self._known[:count])
            if count < AT_ONCE:
                break
        return found

    def writers(self) -> int:
        """Return how many writers there are of what is read."""
        found = self._library.dds_get_matched_publications(self._entity, None, 0)
        return self._library.done(found, 'writers')

    def lost(self) -> int:
        """Return how many messages were lost on the way; 0 after :meth:`close`."""
        status = SampleLost()
        result = self._library.dds_get_sample_lost_status(self._entity, byref(status))
        return int(status.total_count) if result == 0 else 0

    def close(self) -> None:
        """Unsubscribe; idempotent."""
        if self._entity > 0:
            self._library.dds_delete(self.condition)
            self._library.dds_delete(self._entity)
            self._library.dds_delete(self._topic)
        self._entity = 0


class _Loan:
    """
    A large message in the memory of the library, given back when nobody has it any more.

    To copy it costs as much as to send it. It needs neither the reader nor the domain.

    :param pointer: the sample, ours.
    """

    __slots__ = ('__array_interface__', '_library', '_piece', '_pointer', '_sample')

    def __init__(self, library: Library, pointer: int | None, size: int) -> None:
        self._library, self._sample, self._piece = library, pointer, Iovec()
        self._pointer = library.ddsi_serdata_to_ser_ref(pointer, 0, size, byref(self._piece))
        place = self._piece.base
        self.__array_interface__ = {
            'version': 3,
            'shape': (size,),
            'typestr': '|u1',
            'data': (place, True),
        }

    def __del__(self) -> None:
        """Give it back."""
        self._library.ddsi_serdata_to_ser_unref(self._pointer, byref(self._piece))
        self._library.ddsi_serdata_unref(self._sample)


def _copied(
    library: Library, pointers: Sequence[int | None], known: npt.NDArray[np.void]
) -> list[Samples]:
    """Return the samples that were taken; the small ones go back to the library."""
    valid = known['valid_data']
    if not valid.all():  # that a writer is gone comes as a sample, too
        for pointer, is_valid in zip(pointers, valid.tolist()):
            if not is_valid:
                library.ddsi_serdata_unref(pointer)
        pointers = [pointer for pointer, ok in zip(pointers, valid.tolist()) if ok]
        known = known[valid]
    size_of, unref = library.ddsi_serdata_size, library.ddsi_serdata_unref
    copy = library.ddsi_serdata_to_ser
    sizes = [size_of(pointer) for pointer in pointers]
    published_ns = known['source_timestamp'].astype(np.int64)
    writers = known['publication_handle'].astype(np.uint64)
    found, first = [], 0
    for last in _ends(sizes):
        lengths = np.array(sizes[first:last], np.int64)
        ends = np.cumsum(lengths)
        if sizes[first] >= LARGE_BYTES:
            buffer = np.asarray(_Loan(library, pointers[first], sizes[first]))
        else:
            buffer = np.empty(ends[-1], np.uint8)
            place = buffer.ctypes.data
            for pointer, size in zip(pointers[first:last], sizes[first:last]):
                copy(pointer, 0, size, place)
                unref(pointer)
                place += size
        taken = slice(first, last)
        found.append(Samples(published_ns[taken], writers[taken], buffer, ends - lengths, lengths))
        first = last
    return found


def _ends(sizes: list[int]) -> list[int]:
    """Return where each run of samples that share their memory ends: a large one is alone."""
    ends: list[int] = []
    for i, size in enumerate(sizes):
        if size >= LARGE_BYTES:
            if i and (not ends or ends[-1] != i):
                ends.append(i)
            ends.append(i + 1)
    if sizes and (not ends or ends[-1] != len(sizes)):
        ends.append(len(sizes))
    return ends
