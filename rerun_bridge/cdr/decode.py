"""
A batch of CDR messages in, columns out.

Rules:

1. One cursor per message; every step of the plan moves all cursors at once, with a few numpy
calls. 2. Nothing is read before it is known to lie inside its message: a claimed count is compared
with the bytes left. 3. The starts of the elements of a sequence of messages are predicted and then
proven (``elements.py``). 4. A batch is walked once. Only where rows fail is it walked again,
without them: the second walk cannot fail. 5. Columns are made when they are asked for; a run of
numbers is gathered once, its fields are views of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.alike import Example, Notes
from rerun_bridge.cdr.columns import Columns, Fields
from rerun_bridge.cdr.cursors import Cursors, RowsFailedError
from rerun_bridge.cdr.elements import Memory
from rerun_bridge.cdr.gather import Bytes, Numbers, gather
from rerun_bridge.cdr.outlines import Outlines, SequencePlace, largest_sequence
from rerun_bridge.cdr.plan import DecodePlan
from rerun_bridge.cdr.walk import Walk
from rerun_bridge.messages import MessageBatch, ScatteredBatch
from rerun_bridge.nouns import dataclass

__all__ = ['DecodeFailure', 'Decoded', 'Decoder', 'by_byte_order']

HEADER_BYTES = 4
ENCAPSULATION, ONE_BYTE = np.dtype('>u2'), np.dtype('u1')
XCDR2 = range(0x6, 0xC)
"""Encapsulations of DDS-XTypes 1.3, its parameter lists included."""

MOST_PASSES = 8
MOST_MISSES, MOST_EXAMPLES = 16, 256


@dataclass(frozen=True)
class DecodeFailure:
    """
    A message that does not fit its definition.

    Its row in the batch, why, and where in its payload.
    """

    row: int
    reason: str
    offset: int


@dataclass(frozen=True)
class Decoded:
    """
    What became of a batch.

    :param columns: of the messages that decoded.
    :param rows: int64, their rows in the batch, increasing.
    """

    columns: Columns
    rows: npt.NDArray[np.int64]
    failures: tuple[DecodeFailure, ...]


class Decoder:
    """Decodes the batches of one channel; remembers the shapes of its messages."""

    def __init__(self, plan: DecodePlan) -> None:
        self._plan = plan
        self._memory: Memory = {}
        self._examples: dict[tuple[int, str], Example] = {}
        self._misses = 0
        self._place: SequencePlace | None = None

    def decode(self, batch: MessageBatch) -> Decoded:
        """
        Return the columns of all messages that decode, and the failures of the others.

        :param batch: all in one byte order, see :func:`by_byte_order`.
        """
        if isinstance(batch, ScatteredBatch):
            decoded = self._outlined(batch)
            if decoded is not None:
                return decoded
        rows, failures = _understood(batch)
        order = '<' if len(rows) == 0 or batch.buffer[batch.starts[rows[0]] + 1] & 1 else '>'
        for _ in range(MOST_PASSES):
            try:
                return self._walked(batch, rows, order, failures)
            except RowsFailedError as failed:
                failures += _failures(failed)
                rows = np.setdiff1d(rows, failed.rows)
        good = []
        for row in rows.tolist():
            try:
                self._walk(batch, np.array([row]), order)
                good.append(row)
            except RowsFailedError as failed:
                failures += _failures(failed)
        return self._walked(batch, np.array(good, np.int64), order, failures)

    def _outlined(self, batch: ScatteredBatch) -> Decoded | None:
        """
        Return what large messages decode to, without putting them together; None if one does not.

        Where the sequence begins that makes up most of them is found in one, then proven.
        """
        if self._place is not None and (decoded := self._decoded_at(self._place, batch)):
            return decoded
        self._place = self._largest_sequence(batch)
        return None if self._place is None else self._decoded_at(self._place, batch)

    def _decoded_at(self, place: SequencePlace, batch: ScatteredBatch) -> Decoded | None:
        outlines = Outlines.of(batch, place)
        if outlines is None:
            return None
        decoded = self.decode(outlines.batch)
        columns = None if decoded.failures else outlines.filled(decoded.columns)
        return None if columns is None else Decoded(columns, decoded.rows, ())

    def _largest_sequence(self, batch: ScatteredBatch) -> SequencePlace | None:
        first = batch.pick(slice(0, 1))
        one = MessageBatch(
            first.channel, first.log_times_ns, None, first.buffer, first.starts, first.lengths
        )
        decoded = self.decode(one)
        return None if decoded.failures else largest_sequence(decoded.columns, one)

    def _walked(
        self,
        batch: MessageBatch,
        rows: npt.NDArray[np.int64],
        order: str,
        failures: list[DecodeFailure],
    ) -> Decoded:
        fields = self._walk(batch, rows, order)
        ordered = sorted(failures, key=lambda failure: failure.row)
        return Decoded(Columns(len(rows), fields), rows, tuple(ordered))

    def _walk(self, batch: MessageBatch, rows: npt.NDArray[np.int64], order: str) -> Fields:
        starts, lengths = batch.starts, batch.lengths
        if len(rows) < len(batch):
            starts, lengths = starts[rows], lengths[rows]
        origin = starts + HEADER_BYTES
        cursors = Cursors(origin, origin, starts + lengths, rows)
        if len(rows) and (lengths == lengths[0]).all():
            fields = self._alike(batch.buffer, cursors, order)
            if fields is not None:
                return fields
        return Walk(batch.buffer, order, self._memory).decode(self._plan, cursors)

    def _alike(self, buffer: Bytes, cursors: Cursors, order: str) -> Fields | None:
        """
        Return the fields of messages of one length that are built alike; None where they are not.

        The first of them is an example for the others, and for those of later batches. Of a type
        whose messages often differ none is made any more.
        """
        length = int(cursors.end[0] - cursors.at[0])
        example = self._examples.get((length, order))
        if example is not None:
            fields = example.fields(buffer, cursors.origin, order)
            if fields is not None:
                return fields
        if self._misses > MOST_MISSES or len(self._examples) > MOST_EXAMPLES:
            return None
        notes, rows = Notes(), len(cursors)
        first = Cursors(cursors.at[:1], cursors.origin[:1], cursors.end[:1], cursors.row[:1])
        fields = Walk(buffer, order, self._memory, notes).decode(self._plan, first)
        if not notes.is_useful:
            self._misses += 1
            return fields if rows == 1 else None
        example = self._examples[length, order] = Example(notes)
        if rows == 1:
            return fields
        alike = example.fields(buffer, cursors.origin, order)
        if alike is None:
            self._misses += 1
        return alike


def by_byte_order(batch: MessageBatch) -> list[MessageBatch]:
    """Return a batch as batches of one byte order each; nearly always it is one."""
    if len(batch) < 2:
        return [batch] if len(batch) else []
    little: Numbers
    if isinstance(batch, ScatteredBatch):
        kinds = [each[1:2].tobytes() for each in batch.data]
        if len(set(kinds)) == 1:
            return [batch]
        little = np.array([kind > b'' and kind[0] & 1 for kind in kinds], np.uint8)
    else:
        after_last = len(batch.buffer) - 1
        little = gather(batch.buffer, np.minimum(batch.starts + 1, after_last), ONE_BYTE) & 1
    if (little == little[0]).all():
        return [batch]
    return [batch.pick(np.flatnonzero(little == order)) for order in (0, 1)]


def _understood(batch: MessageBatch) -> tuple[npt.NDArray[np.int64], list[DecodeFailure]]:
    """Return the rows whose encapsulation can be read, all in the byte order of the first."""
    failures = []
    rows = np.arange(len(batch))
    long_enough = batch.lengths >= HEADER_BYTES
    if not long_enough.all():
        failures = [
            DecodeFailure(row, 'no encapsulation header', 0) for row in rows[~long_enough].tolist()
        ]
        rows = rows[long_enough]
    kinds = gather(batch.buffer, batch.starts[rows], ENCAPSULATION)
    if len(kinds) and (int(kinds[0]) > 1 or not (kinds == kinds[0]).all()):
        for row, kind in zip(rows.tolist(), kinds.tolist()):
            if kind > 1:
                what = f'encapsulation {kind:#06x}' + (' (XCDR2)' if kind in XCDR2 else '')
                failures.append(DecodeFailure(row, f'{what} is not read, only plain CDR', 0))
        rows = rows[kinds <= 1]
    return rows, failures


def _failures(failed: RowsFailedError) -> list[DecodeFailure]:
    first = dict(zip(failed.rows.tolist()[::-1], failed.offsets.tolist()[::-1]))
    return [
        DecodeFailure(row, failed.reason, offset + HEADER_BYTES) for row, offset in first.items()
    ]
