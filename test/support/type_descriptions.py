"""What a node answers that is asked for the definition of a type."""

from __future__ import annotations

import struct
from collections.abc import Sequence

__all__ = ['OUTER', 'SOURCES', 'asked_for', 'reply_to']

OUTER = 'builtin_interfaces/Time stamp\ndemo_msgs/Inner[] inner\nstring text\n'
SOURCES = [
    ('demo_msgs/msg/Outer', 'msg', OUTER),
    ('builtin_interfaces/msg/Time', 'msg', 'int32 sec\nuint32 nanosec\n'),
    ('demo_msgs/msg/Inner', 'msg', 'float64 x\n'),
]
"""Type, kind of text, text: first what is asked for, then what it needs."""
HEADER = 20
"""Bytes before the fields of a request or reply: encapsulation, who asks, a number."""


class _Wire:
    """CDR that grows."""

    def __init__(self, head: bytes) -> None:
        self.data = bytearray(head)

    def put(self, code: str, value: int) -> None:
        size = struct.calcsize(code)
        self.data += bytes(-(len(self.data) - 4) % size) + struct.pack('<' + code, value)

    def text(self, value: str) -> None:
        data = value.encode() + b'\0'
        self.put('I', len(data))
        self.data += data

    def described(self, name: str) -> None:
        """Put a type of one field, ``uint8 a``."""
        self.text(name)
        self.put('I', 1)
        self.text('a')
        self.put('B', 3)
        self.put('Q', 0)
        self.put('Q', 0)
        self.text('')
        self.text('')


def reply_to(request: bytes, sources: Sequence[tuple[str, str, str]]) -> bytes:
    """Return the reply to a request; without sources it says that the type is not known."""
    wire = _Wire(request[:HEADER])
    wire.put('B', bool(sources))
    wire.text('' if sources else 'never heard of it')
    wire.described(sources[0][0] if sources else '')
    wire.put('I', max(0, len(sources) - 1))
    for name, _, _ in sources[1:]:
        wire.described(name)
    wire.put('I', len(sources))
    for source in sources:
        for text in source:
            wire.text(text)
    wire.put('I', 0)
    return bytes(wire.data)


def asked_for(request: bytes) -> tuple[str, str]:
    """Return the type and hash that a request is for."""
    texts, at = [], HEADER
    for _ in range(2):
        at += -(at - 4) % 4
        (length,) = struct.unpack_from('<I', request, at)
        texts.append(request[at + 4 : at + 3 + length].decode())
        at += 4 + length
    return texts[0], texts[1]
