"""
Messages that are all built like one of them.

Where messages have one length, and the lengths of their strings and sequences are the same too,
every field of all of them lies where it lies in the first. So one message is walked, and the
others are only proven to be like it: the words that say a length are compared. Texts that are the
same in all messages, as frame ids and the names of joints are, need no more than that proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rerun_bridge.cdr.columns import (
    Column,
    Columns,
    Fields,
    Ragged,
    Spans,
    Strings,
    is_constant,
)
from rerun_bridge.cdr.gather import Bytes, Ints, distinct, gather, gatherer
from rerun_bridge.cdr.plan import Elements, Layout, NumberSequence, Run, Text
from rerun_bridge.cdr.runs import run_fields
from rerun_bridge.nouns import cached_property, dataclass

__all__ = ['Example', 'Notes', 'Place', 'elements_column']

MOST_LENGTHS = 128
"""To compare more words than this costs more than to walk all messages."""

MOST_TEXT_BYTES = 4096
LENGTH_BYTES = 4

FEW_ROWS, MOST_FIXED_BYTES = 64, 512
"""Of so many messages, and so many bytes of each, all are compared at once."""


@dataclass(frozen=True)
class Place:
    """
    Where a step of the plan found its values in a message.

    :param at: int64, shape (k,), from the payload's origin: of each of its k elements.
    :param sizes: likewise: bytes of strings, numbers of sequences, elements; empty for runs.
    :param layout: of a run.
    :param inner: where the steps of the elements found theirs.
    """

    step: Run | Text | NumberSequence | Elements
    at: Ints
    sizes: Ints
    layout: Layout | None = None
    inner: tuple[Place, ...] = ()


class Notes:
    """
    What a walk of one message writes down.

    :param lengths: every word that says a length: where it is, from the payload's origin.
    :param is_complete: all can be told from the places.
    """

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.lengths: dict[int, int] = {}
        self.is_complete = True

    @property
    def is_useful(self) -> bool:
        """Whether they tell everything, and to compare is less work than to walk."""
        return self.is_complete and len(self.lengths) <= MOST_LENGTHS


class Example:
    """
    What is known of messages like one.

    :param notes: of a walk of that one; useful ones.
    """

    def __init__(self, notes: Notes) -> None:
        self._places = tuple(notes.places)
        self._lengths = tuple(notes.lengths.items())
        self._texts = [
            (
                place,
                at,
                np.dtype(f'V{size}'),
                {each for each in notes.lengths if 0 <= each - at < size},
            )
            for place in notes.places
            for at, size in _text_run(place)
        ]
        self._known: Bytes | None = None

    def fields(self, buffer: Bytes, origin: Ints, order: str) -> Fields | None:
        """
        Return the fields of messages that have the example's lengths at the same places.

        :param origin: of their payloads, all of the example's length.
        :return: None if not all messages do.
        """
        if len(origin) <= FEW_ROWS and self._known is not None:
            found = buffer[origin[:, None] + self._fixed]
            if (found == self._known).all():
                texts = [place for place, *_ in self._texts]
                return _fields(self._places, buffer, origin, order, texts)
        word, values, first = np.dtype(order + 'u4'), gatherer(buffer, origin), origin[:1]
        repeated: list[Place] = []
        same: set[int] = set()
        for place, at, run, lengths in self._texts:
            if len(origin) == 1 or is_constant(values(at, run)):
                repeated.append(place)
                same |= lengths
        for at, value in self._lengths:
            found = gather(buffer, first + at, word) if at in same else values(at, word)
            if not (found == value).all():
                return None
        if len(origin) <= FEW_ROWS and len(repeated) == len(self._texts):
            self._learn(buffer, first)
        return _fields(self._places, buffer, origin, order, repeated)

    @cached_property
    def _fixed(self) -> Ints:
        """Where the bytes of all lengths and texts are, from the payload's origin."""
        runs = [(at, run.itemsize) for _, at, run, _ in self._texts]
        runs += [(at, LENGTH_BYTES) for at, _ in self._lengths]
        places = [np.arange(at, at + size) for at, size in runs]
        return distinct(np.concatenate([np.empty(0, np.int64), *places]))

    def _learn(self, buffer: Bytes, first: Ints) -> None:
        """Remember those bytes, which the next few messages are likely to have, too."""
        if len(self._fixed) <= MOST_FIXED_BYTES:
            self._known = buffer[first + self._fixed]


def _text_run(place: Place) -> Iterator[tuple[int, int]]:
    """Yield where a text, or all texts of a sequence, begin, and how many bytes they take."""
    texts = place
    if isinstance(place.step, Elements) and len(place.inner) == 1:
        (texts,) = place.inner
    if not isinstance(texts.step, Text) or len(texts.at) == 0:
        return
    begin = int(texts.at[0]) - LENGTH_BYTES
    size = int(texts.at[-1] + texts.sizes[-1]) - begin
    if size <= MOST_TEXT_BYTES:
        yield begin, size


def _fields(
    places: Sequence[Place],
    buffer: Bytes,
    origin: Ints,
    order: str,
    repeated: Sequence[Place] = (),
) -> Fields:
    """
    Return the fields of messages with the same places.

    :param repeated: those of them whose texts are the same in all messages.
    """
    fields: Fields = {}
    rows = len(origin)
    for place in places:
        step, repeats = place.step, any(each is place for each in repeated)
        at = _everywhere(origin, place.at)
        if isinstance(step, Run):
            assert place.layout is not None
            fields.update(run_fields(buffer, at, step, place.layout, order))
        elif isinstance(step, Text):
            wide = order if step.wide else ''
            fields[step.path] = Strings(buffer, at, _again(place.sizes, rows), wide, repeats)
        elif isinstance(step, NumberSequence):
            kind = np.dtype(order + step.code if step.code != '?' else '?')
            fields[step.path] = Spans(buffer, at, _again(place.sizes, rows), kind)
        else:
            counts = _again(place.sizes, rows)
            inner = _fields(place.inner, buffer, origin, order)
            fields[step.path] = elements_column(step, counts, inner, repeats)
    return fields


def _everywhere(origin: Ints, at: Ints) -> Ints:
    """Return places in every message, message by message."""
    return origin + at[0] if len(at) == 1 else (origin[:, None] + at).reshape(-1)


def _again(sizes: Ints, rows: int) -> Ints:
    """Return sizes once for every message, as ``np.tile`` does."""
    return np.full(rows, sizes[0]) if len(sizes) == 1 else np.tile(sizes, rows)


def elements_column(step: Elements, counts: Ints, inner: Fields, repeats: bool = False) -> Column:
    """
    Return the column of a sequence of messages or strings.

    :param repeats: it is the same in all rows.
    """
    offsets = np.concatenate([[0], np.cumsum(counts)])
    columns = Columns(int(offsets[-1]), inner)
    return Ragged(offsets, columns.strings('') if step.single else columns, repeats)
