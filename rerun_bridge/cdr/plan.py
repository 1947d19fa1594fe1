"""A decode plan: what to do at each place of a message, in wire order."""

from __future__ import annotations

from typing import TypeAlias

from rerun_bridge.nouns import dataclass

__all__ = [
    'DecodePlan',
    'Elements',
    'Layout',
    'NumberField',
    'NumberSequence',
    'Run',
    'Step',
    'Text',
]


@dataclass(frozen=True)
class NumberField:
    """
    A number or a fixed array of numbers.

    :param code: numpy type code without byte order.
    :param count: of the array, 0 for a single number.
    """

    path: str
    code: str
    count: int = 0


@dataclass(frozen=True)
class Layout:
    """Where the fields of a run lie, from the byte where the run's cursor stands."""

    offsets: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class Run:
    """
    Numbers one after the other, of a fixed size once it is known where they begin.

    :param layouts: by the cursor's distance from the payload's origin, modulo 8.
    :param alignment: of the first number, in bytes.
    :param is_steady: no number is aligned to more than the first: from there on, all layouts are
        the same.
    """

    fields: tuple[NumberField, ...]
    layouts: tuple[Layout, ...]
    alignment: int
    is_steady: bool


@dataclass(frozen=True)
class Text:
    """A string."""

    path: str
    wide: bool = False


@dataclass(frozen=True)
class NumberSequence:
    """A sequence of numbers."""

    path: str
    code: str


@dataclass(frozen=True)
class Elements:
    """
    A sequence or array of messages or strings.

    :param length: of an array; None for a sequence, whose count is on the wire.
    :param single: the element is one string, not a message.
    """

    path: str
    plan: DecodePlan
    length: int | None = None
    single: bool = False


Step: TypeAlias = 'Run | Text | NumberSequence | Elements'


@dataclass(frozen=True)
class DecodePlan:
    """
    The steps of a message.

    :param min_bytes: no message is shorter; at least 1, so that a claimed count is bounded by the
        bytes left.
    """

    steps: tuple[Step, ...]
    min_bytes: int
