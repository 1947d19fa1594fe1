"""Messages as Rerun's viewers read them over HTTP: the answer to ``ReadMessages`` in grpc-web."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from rerun_bridge.sdk.log_msg import Bytes, LogMsg
from rerun_bridge.sdk.rrd.protobuf import length_prefix

__all__ = ['CONTENT_TYPE', 'READ_MESSAGES', 'TRAILERS', 'response_of', 'responses_of']

READ_MESSAGES = '/rerun.sdk_comms.v1alpha1.MessageProxyService/ReadMessages'
CONTENT_TYPE = 'application/grpc-web+proto'

_FRAME = struct.Struct('>BI')
_MESSAGE, _TRAILERS = 0, 0x80
_OK = b'grpc-status:0\r\n'
TRAILERS = _FRAME.pack(_TRAILERS, len(_OK)) + _OK
"""What ends the answer."""


def response_of(msg: LogMsg) -> tuple[Bytes, ...]:
    """
    Return a message as a response, in pieces.

    It has one field, the message; of a message's fields, the number is the kind of frame it is in
    a file, and the payload the same.
    """
    size = msg.size_bytes
    kind = length_prefix(msg.kind, size)
    return (length_prefix(1, len(kind) + size), kind, *msg.payload)


def responses_of(messages: Iterable[LogMsg]) -> list[Bytes]:
    """Return messages as so many responses with their frames, in pieces."""
    pieces: list[Bytes] = []
    for msg in messages:
        response = response_of(msg)
        pieces += _FRAME.pack(_MESSAGE, sum(map(len, response))), *response
    return pieces
