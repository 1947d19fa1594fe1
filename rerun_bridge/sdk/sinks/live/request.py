"""
What is said to a viewer, as bytes: a request that does not end, and the answer to it.

Rerun's viewers speak gRPC, and on the same port gRPC-Web over HTTP/1.1, which needs no library.
The request is sent in the chunks of HTTP, each of which carries some messages. It is answered when
it ends, so an answer before that is bad news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from rerun_bridge.sdk.log_msg import Bytes, LogMsg
from rerun_bridge.sdk.sinks.grpc_web import CONTENT_TYPE, responses_of
from rerun_bridge.sdk.sinks.live.address import Address

__all__ = ['LAST_PART', 'complaint_of', 'is_whole', 'opening', 'part_of']

LAST_PART = b'0\r\n\r\n'
"""What ends the request, and the answer."""

_WRITE_MESSAGES = '/rerun.sdk_comms.v1alpha1.MessageProxyService/WriteMessages'
_SPOKEN = re.compile(rb'HTTP/1\.\d 200 .*?\r\ncontent-type: *application/grpc-web', re.I | re.S)
_STATUS = re.compile(rb'grpc-status: *(\d+)\r\n', re.I)
_MESSAGE = re.compile(rb'grpc-message: *([^\r\n]*)', re.I)
_LONGEST_SHOWN = 60


def opening(address: Address) -> bytes:
    """Return the head of the request."""
    return (
        f'POST {_WRITE_MESSAGES} HTTP/1.1\r\n'
        f'Host: {address.authority}\r\n'
        f'Content-Type: {CONTENT_TYPE}\r\n'
        f'Accept: {CONTENT_TYPE}\r\n'
        'X-Grpc-Web: 1\r\n'
        'Transfer-Encoding: chunked\r\n\r\n'
    ).encode('latin-1', 'replace')


def part_of(messages: Sequence[LogMsg]) -> list[Bytes]:
    """Return messages as a part of the request, in pieces."""
    # requests are built as responses are: both have one field, the message
    pieces = responses_of(messages)
    return [b'%x\r\n' % sum(map(len, pieces)), *pieces, b'\r\n']


def is_whole(answer: bytes) -> bool:
    """Tell whether all of an answer is there that matters."""
    if b'\r\n\r\n' not in answer:
        return False
    is_clear = _SPOKEN.match(answer) is None or _STATUS.search(answer) is not None
    return is_clear or answer.endswith(LAST_PART)


def complaint_of(answer: bytes) -> str:
    """Return what an answer objects to; nothing where everything was taken."""
    if _SPOKEN.match(answer) is None:
        line = answer.split(b'\r\n', 1)[0][:_LONGEST_SHOWN].decode('latin-1')
        return f'that is no viewer: it answers {line!r}'
    status, message = _STATUS.search(answer), _MESSAGE.search(answer)
    if status is None or status[1] == b'0':
        return ''
    text = unquote(message[1].decode('latin-1')) if message else 'it does not say why'
    return f'it refuses what it is sent: {text} (gRPC status {status[1].decode()})'
