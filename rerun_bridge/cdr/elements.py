"""
Where the elements of sequences of messages start.

A start is *predicted* and then *proven*: by measuring from every predicted start, and finding that
each element ends where the next begins. Two predictions are tried, then one element after the
other:

1. A message of a length and count seen before has its elements where that one had them.
2. The rest of a sequence has the stride of the element just measured; the proven part of it is
kept.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rerun_bridge.cdr.cursors import Bools, Cursors, Ints, RowsFailedError
from rerun_bridge.cdr.plan import DecodePlan, Elements
from rerun_bridge.nouns import replace

__all__ = ['ElementStarts', 'Memory', 'Measure']

MOST_SHAPES = 64
"""More different shapes in a batch are not worth remembering: none will come again."""
LONGEST_EXAMPLE = 4096
MOST_GUESSES = 8
NONE = np.empty(0, np.int64)

Memory = dict[tuple[str, int, int, int], Ints]
"""
Element starts from the sequence's, by path, message length.

Count and the sequence's own start.
"""

Measure = Callable[[DecodePlan, Cursors], Ints]
"""Return where the message at each cursor ends, -1 where it does not fit."""


class ElementStarts:
    """
    Finds element starts.

    :param memory: what earlier batches taught; grows.
    """

    def __init__(self, measure: Measure, memory: Memory) -> None:
        self._measure = measure
        self._memory = memory

    def find(self, step: Elements, cur: Cursors, count: Ints, alive: Bools | None) -> Cursors:
        """Return the elements of all messages, each at its proven start."""
        elements = self.predicted(step, cur, count)
        if elements is not None:
            ends = self._measure(step.plan, replace(elements))
            if self.are_proven(elements.at, ends, cur, count) and (ends >= 0).all():
                return elements
        return self.found(step, cur, count, alive)

    def predicted(self, step: Elements, cur: Cursors, count: Ints) -> Cursors | None:
        """Return the elements where they are likely to start; None where nothing is known."""
        starts = self._predicted(step, cur, count) if count.any() else None
        if starts is None:
            return None
        rows = np.repeat(np.arange(len(cur)), count)
        return Cursors(starts, cur.origin[rows], cur.end[rows], cur.row[rows])

    def are_proven(self, starts: Ints, ends: Ints, cur: Cursors, count: Ints) -> bool:
        """Tell whether each first element starts where it has to, the others as one ends."""
        has_any = count > 0
        firsts = (np.cumsum(count) - count)[has_any]
        chained = np.empty(len(starts), np.bool_)
        chained[1:] = starts[1:] == ends[:-1]
        chained[firsts] = starts[firsts] == cur.at[has_any]
        return bool(chained.all())

    def found(self, step: Elements, cur: Cursors, count: Ints, alive: Bools | None) -> Cursors:
        """Return the elements of all messages, found one after the other."""
        rows = np.repeat(np.arange(len(cur)), count)
        starts = self._exact(step, cur, count, alive)
        if alive is not None:
            dead = ~alive & (count > 0)
            if dead.any():
                starts[dead[rows]] = 0
        self._remember(step, cur, count, starts)
        return Cursors(starts, cur.origin[rows], cur.end[rows], cur.row[rows])

    def _predicted(self, step: Elements, cur: Cursors, count: Ints) -> Ints | None:
        """
        Return starts as in earlier messages of the same length.

        Or None where one has no example.
        """
        found = _shapes(cur, count)
        if found is None:
            return None
        shapes, which = found
        examples = []
        for length, elements, start in shapes:
            example = self._memory.get((step.path, length, elements, start)) if elements else NONE
            if example is None:
                return None
            examples.append(example)
        ends = np.cumsum([len(example) for example in examples])
        # where a message's example begins, less where its own elements do
        begins = (ends - [len(example) for example in examples])[which] - (
            np.cumsum(count) - count
        )
        ordinal = np.arange(int(count.sum())) + np.repeat(begins, count)
        starts: Ints = np.repeat(cur.at, count) + np.concatenate(examples)[ordinal]
        return starts

    def _remember(self, step: Elements, cur: Cursors, count: Ints, starts: Ints) -> None:
        found = _shapes(cur, count)
        if found is None or len(self._memory) > 16 * MOST_SHAPES:
            return
        shapes, which = found
        offsets = np.cumsum(count) - count
        for shape, (length, elements, start) in enumerate(shapes):
            if 0 < elements <= LONGEST_EXAMPLE:
                row = int(np.argmax(which == shape))
                first = int(offsets[row])
                example = starts[first : first + elements] - cur.at[row]
                self._memory[step.path, length, elements, start] = example

    def _exact(self, step: Elements, cur: Cursors, count: Ints, alive: Bools | None) -> Ints:
        """
        Return starts element by element.

        Guessing that the rest are as long as the one just seen.
        """
        offsets = np.cumsum(count) - count
        starts = np.zeros(int(count.sum()), np.int64)
        at, done = cur.at.copy(), np.zeros(len(cur), np.int64)
        active, rounds = np.flatnonzero(count), 0
        while len(active):
            rounds += 1
            here = Cursors(at[active], cur.origin[active], cur.end[active], cur.row[active])
            ends = self._measure(step.plan, here)
            fits = ends >= 0
            if not fits.all():
                if alive is None:
                    bad = active[~fits]
                    raise RowsFailedError(
                        cur.row[bad], 'element of a sequence does not fit', (at - cur.origin)[bad]
                    )
                alive[active[~fits]] = False
                active, ends = active[fits], ends[fits]
            starts[offsets[active] + done[active]] = at[active]
            size = ends - at[active]
            at[active] = ends
            done[active] += 1
            left = count[active] - done[active]
            if rounds <= MOST_GUESSES and len(left) and left.max() > 2:
                accepted = self._guess(step, cur, at, active, left, size, starts, offsets + done)
                at[active] += accepted * size
                done[active] += accepted
            active = active[done[active] < count[active]]
        return starts

    def _guess(
        self,
        step: Elements,
        cur: Cursors,
        at: Ints,
        active: Ints,
        left: Ints,
        size: Ints,
        starts: Ints,
        targets: Ints,
    ) -> Ints:
        """
        Return how many elements of each row are as long as the last one.

        And note their starts.
        """
        rows = np.repeat(active, left)
        ordinal = np.arange(len(rows)) - np.repeat(np.cumsum(left) - left, left)
        stride = np.repeat(size, left)
        guessed = at[rows] + ordinal * stride
        there = Cursors(guessed.copy(), cur.origin[rows], cur.end[rows], cur.row[rows])
        good = self._measure(step.plan, there) == guessed + stride
        wrong = np.where(good, len(rows), ordinal)
        firsts = (np.cumsum(left) - left)[left > 0]
        accepted = np.zeros(len(active), np.int64)
        accepted[left > 0] = np.minimum(np.minimum.reduceat(wrong, firsts), left[left > 0])
        keep = ordinal < np.repeat(accepted, left)
        starts[(targets[rows] + ordinal)[keep]] = guessed[keep]
        return accepted


def _shapes(cur: Cursors, count: Ints) -> tuple[list[tuple[int, int, int]], Ints] | None:
    """
    Return the distinct shapes of messages, and which of them each has.

    None for more than :data:`MOST_SHAPES`.

    A shape is the message's length, the sequence's count, and where the sequence starts in the
    message.
    """
    length, start = cur.end - cur.origin, cur.at - cur.origin
    shapes: list[tuple[int, int, int]] = []
    which = np.zeros(len(cur), np.int64)
    left = np.arange(len(cur))
    while len(left):
        if len(shapes) == MOST_SHAPES:
            return None
        shape = int(length[left[0]]), int(count[left[0]]), int(start[left[0]])
        same = (length[left] == shape[0]) & (count[left] == shape[1]) & (start[left] == shape[2])
        which[left[same]] = len(shapes)
        shapes.append(shape)
        left = left[~same]
    return shapes, which
