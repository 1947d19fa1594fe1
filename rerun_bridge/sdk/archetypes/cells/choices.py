"""Values of an enum, by member, number or name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers

__all__ = ['Choices', 'member']


@cache
def _numbers(enum: type[IntEnum]) -> Mapping[int | str, int]:
    """Return an enum's numbers by themselves and by their names in lower case."""
    numbers: dict[int | str, int] = {int(member): int(member) for member in enum}
    numbers.update({member.name.lower(): int(member) for member in enum})
    return numbers


def member(enum: type[IntEnum], value: Any, name: str) -> int:
    """
    Return the number of a member; 0 for None.

    :param value: the member, its number, or its name.
    :param name: of the component, for errors.
    :raises TypeError: it is none of these.
    :raises ValueError: there is no such member.
    """
    if value is None:
        return 0
    try:
        return _numbers(enum)[value.lower() if isinstance(value, str) else value]
    except TypeError:
        raise TypeError(f'{name}: {type(value).__name__}, wanted a {enum.__name__}') from None
    except KeyError:
        known = ', '.join([f'{each.name} = {each.value}' for each in enum])
        raise ValueError(f'{name}: {value!r} is none of {known}') from None


class Choices(Numbers):
    """
    Cells of enum values.

    :param name: of the component, for errors.
    :param enum: whose values they are.
    """

    def __init__(self, name: str, enum: type[IntEnum], dtype: npt.DTypeLike = np.uint8) -> None:
        super().__init__(name, dtype)
        self._enum = enum

    def cell(self, value: Any) -> bytes:
        """Return the bytes of the values of a row."""
        if isinstance(value, np.ndarray):
            value = value.ravel().tolist()
        if isinstance(value, (list, tuple)):
            return b''.join([self.cell(each) for each in value])
        return self._pack(member(self._enum, value, self.name))
