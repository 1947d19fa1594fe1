"""
CDR messages of one layout, many at a time.

Messages whose strings and sequences have the same lengths have the same layout, so they are rows
of one numpy structured array: :func:`vary` names what differs from message to message, the rest is
written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ['CdrLayout', 'Part', 'const', 'header', 'stamp', 'text', 'vary']

ENCAPSULATION = b'\x00\x01\x00\x00'
"""XCDR1, little endian; positions are counted from its end."""


@dataclass(frozen=True)
class _Member:
    """
    One member on the wire.

    :param dtype: of one element; its item size is its alignment.
    :param count: how many elements; None for a plain number.
    :param name: of a member that differs from message to message, else empty.
    :param data: the bytes of a member that does not.
    """

    dtype: np.dtype[np.generic]
    count: int | None = None
    name: str = ''
    data: bytes = b''


Part: TypeAlias = '_Member | Iterable[Part]'
"""A member, or several in order."""


def vary(name: str, code: str, count: int | None = None) -> Part:
    """
    Return a number, or a run of numbers, that each message has its own of.

    :param code: numpy type code without byte order: ``f8``, ``u4`` …
    """
    return _Member(np.dtype('<' + code), count, name)


def const(code: str, values: npt.ArrayLike) -> Part:
    """Return numbers that all messages share; of a sequence, its length is a part of its own."""
    array = np.asarray(values, '<' + code)
    return _Member(array.dtype, data=array.tobytes())


def text(value: str) -> Part:
    """Return a string that all messages share."""
    data = value.encode() + b'\0'
    return const('u4', len(data)), const('u1', np.frombuffer(data, np.uint8))


def stamp(prefix: str = '') -> Part:
    """Return a time of each message: members ``<prefix>sec`` and ``<prefix>nanosec``."""
    return vary(prefix + 'sec', 'i4'), vary(prefix + 'nanosec', 'u4')


def header(frame_id: str, prefix: str = '') -> Part:
    """Return a ``std_msgs/Header``."""
    return stamp(prefix), text(frame_id)


def _members(part: Part) -> Iterable[_Member]:
    if isinstance(part, _Member):
        yield part
    else:
        for inner in part:
            yield from _members(inner)


class CdrLayout:
    """Members in wire order, each at its place."""

    def __init__(self, *parts: Part) -> None:
        template = bytearray(ENCAPSULATION)
        names, formats, offsets = [], [], []
        for member in _members(parts):
            size = member.dtype.itemsize
            template += bytes(-(len(template) - len(ENCAPSULATION)) % size)
            if member.name:
                names.append(member.name)
                formats.append(
                    member.dtype if member.count is None else (member.dtype, (member.count,))
                )
                offsets.append(len(template))
                template += bytes(size * (1 if member.count is None else member.count))
            else:
                template += member.data
        self._template = np.frombuffer(bytes(template), np.uint8)
        spec = {'names': names, 'formats': formats, 'offsets': offsets, 'itemsize': len(template)}
        self._dtype = np.dtype(spec)  # type: ignore[call-overload]

    def messages(self, count: int) -> npt.NDArray[np.void]:
        """Return messages that only want their own members filled in: shape (count,)."""
        rows = np.empty((count, len(self._template)), np.uint8)
        rows[:] = self._template
        messages: npt.NDArray[np.void] = rows.view(self._dtype).reshape(count)
        return messages
