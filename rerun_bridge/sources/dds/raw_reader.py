"""Reads the messages of a topic as CDR bytes, many at a time, whatever their type."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from ctypes import addressof, byref, c_void_p, sizeof
from itertools import accumulate, repeat

import numpy as np
import numpy.typing as npt

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import Iovec, Library, SampleInfo, SampleLost
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.qos import new_qos
from rerun_bridge.sources.dds.samples import Samples

__all__ = ['RawReader', 'Room']

ANY_STATE = 0x7F
AT_ONCE = 512
MOST = 16 * AT_ONCE
"""Samples of a take: those of other topics wait meanwhile."""
POINTER_BYTES, INFO_BYTES = sizeof(c_void_p), sizeof(SampleInfo)
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
        self._room: Room | None = None

    @staticmethod
    def room(participant: Participant) -> Room:
        """Return what takes from many readers at once."""
        return Room(participant.library)

    def take(self) -> list[Samples]:
        """Return what has come since the last time, in order; empty after :meth:`close`."""
        if self._room is None:
            self._room = Room(self._library)
        return self._room.take([self])[0]

    def take_into(self, pointers: int, infos: int) -> int:
        """
        Take up to :data:`AT_ONCE` samples; return how many.

        :param pointers: address where those to the samples go.
        :param infos: where what is known of each goes.
        """
        return self._library.dds_takecdr(self._entity, pointers, AT_ONCE, infos, ANY_STATE)

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


class Room:
    """Takes the samples of many readers at once; copies small ones into one piece of memory."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pointers = (c_void_p * MOST)()
        self._infos = (SampleInfo * MOST)()
        self._known: npt.NDArray[np.void] = np.frombuffer(self._infos, np.dtype(SampleInfo))
        self._counts: list[tuple[int, int]] = []
        self._used = 0

    def take(self, readers: Sequence[RawReader]) -> list[list[Samples]]:
        """Return what has come of each since the last time, in order."""
        pointers, infos = addressof(self._pointers), addressof(self._infos)
        found: list[list[Samples]] = [[] for _ in readers]
        for place, reader in enumerate(readers):
            for _ in range(MOST // AT_ONCE):
                if self._used > MOST - AT_ONCE:
                    self._put(found)
                count = reader.take_into(
                    pointers + self._used * POINTER_BYTES, infos + self._used * INFO_BYTES
                )
                if count > 0:
                    self._counts.append((place, count))
                    self._used += count
                if count < AT_ONCE:
                    break
        self._put(found)
        return found

    def _put(self, found: list[list[Samples]]) -> None:
        """Have the samples that were taken, by the places of their readers."""
        used, counts, self._used, self._counts = self._used, self._counts, 0, []
        if not used:
            return
        library, known = self._library, self._known[:used]
        pointers: list[int | None] = self._pointers[:used]
        valid = known['valid_data']
        if not valid.all():  # that a writer is gone comes as a sample, too
            for pointer, is_valid in zip(pointers, valid.tolist()):
                if not is_valid:
                    library.ddsi_serdata_unref(pointer)
            pointers = [pointer for pointer, ok in zip(pointers, valid.tolist()) if ok]
            known = known[valid]
            starts = np.cumsum([0, *(count for _, count in counts[:-1])])
            left = np.add.reduceat(valid, starts, dtype=np.int64).tolist()
            counts = [(place, count) for (place, _), count in zip(counts, left) if count]
        if pointers:
            self._copy(pointers, known, counts, found)

    def _copy(
        self,
        pointers: list[int | None],
        known: npt.NDArray[np.void],
        counts: list[tuple[int, int]],
        found: list[list[Samples]],
    ) -> None:
        """Copy the small ones, which go back to the library, and borrow the large ones."""
        library = self._library
        sizes = list(map(library.ddsi_serdata_size, pointers))
        lengths = np.array(sizes, np.int64)
        is_large = [size >= LARGE_BYTES for size in sizes]
        buffer, starts, ends = self._copy_small(pointers, sizes, is_large)
        published_ns = known['source_timestamp'].astype(np.int64)
        writers = known['publication_handle'].astype(np.uint64)
        changes = (np.flatnonzero(writers[1:] != writers[:-1]) + 1).tolist()
        are_of_one = set(accumulate([count for _, count in counts])).issuperset(changes)
        first = 0
        for place, count in counts:
            last = first + count
            for start, stop in _runs(sizes, first, last):
                taken = slice(start, stop)
                if is_large[start]:
                    own = np.asarray(_Loan(library, pointers[start], sizes[start]))
                else:
                    own = buffer[starts[start] : ends[stop - 1]]
                found[place].append(
                    Samples(
                        published_ns[taken],
                        writers[taken],
                        own,
                        starts[taken] - starts[start],
                        lengths[taken],
                        are_of_one,
                    )
                )
            first = last

    def _copy_small(
        self, pointers: list[int | None], sizes: list[int], is_large: list[bool]
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """
        Copy all but the large ones, and give them back.

        :return: the copies, and where in them each sample begins and ends.
        """
        if all(is_large):
            nowhere = np.zeros(len(sizes), np.int64)
            return np.empty(0, np.uint8), nowhere, nowhere
        library = self._library
        copied = np.where(is_large, 0, sizes)
        ends = np.cumsum(copied)
        starts = ends - copied
        buffer = np.empty(ends[-1], np.uint8)
        places = (starts + buffer.ctypes.data).tolist()
        if any(is_large):
            small = np.flatnonzero(~np.array(is_large)).tolist()
            pointers, sizes = [pointers[i] for i in small], [sizes[i] for i in small]
            places = [places[i] for i in small]
        # loops of C: a step of Python costs as much as such a call
        deque(map(library.ddsi_serdata_to_ser, pointers, repeat(0), sizes, places), 0)
        deque(map(library.ddsi_serdata_unref, pointers), 0)
        return buffer, starts, ends


def _runs(sizes: list[int], first: int, last: int) -> list[tuple[int, int]]:
    """Return which samples of a reader share their memory: a large one is alone."""
    if max(sizes[first:last]) < LARGE_BYTES:
        return [(first, last)]
    runs, begun = [], first
    for i in range(first, last):
        if sizes[i] >= LARGE_BYTES:
            if begun < i:
                runs.append((begun, i))
            runs.append((i, i + 1))
            begun = i + 1
    return runs if begun == last else [*runs, (begun, last)]
