"""
The server's half of RFC 6455, as far as one is needed that talks and does not listen.

Clients are sent whole messages. What they say is read for pings, which are answered, and for the
end; they have nothing else to say.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from email.message import Message

from rerun_bridge.sdk.log_msg import Bytes

__all__ = [
    'BINARY',
    'GOING_AWAY',
    'PING',
    'TEXT',
    'TRY_AGAIN_LATER',
    'ControlReader',
    'accept_key',
    'closing_frame',
    'frame_head',
]

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
NORMAL, GOING_AWAY, UNSUPPORTED, TRY_AGAIN_LATER = 1000, 1001, 1003, 1013

_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
_KEY_BYTES = 16
_FINAL, _MASKED = 0x80, 0x80
_SHORT, _MEDIUM = 126, 1 << 16
_MASK_BYTES = 4
_LONGEST_CONTROL = 125


def accept_key(headers: Message[str, str]) -> str | None:
    """Return the answer to a client's key; None where it does not ask for version 13."""
    key = headers.get('Sec-WebSocket-Key') or ''
    wants = (headers.get('Upgrade') or '').lower(), headers.get('Sec-WebSocket-Version')
    try:
        is_key = len(base64.b64decode(key, validate=True)) == _KEY_BYTES
    except ValueError:
        return None
    if not is_key or wants != ('websocket', '13'):
        return None
    return base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()


def frame_head(kind: int, size: int) -> bytes:
    """Return what comes before the payload of a message in one frame."""
    if size < _SHORT:
        return struct.pack('>BB', _FINAL | kind, size)
    if size < _MEDIUM:
        return struct.pack('>BBH', _FINAL | kind, 126, size)
    return struct.pack('>BBQ', _FINAL | kind, 127, size)


def _frame(kind: int, payload: Bytes) -> bytes:
    return frame_head(kind, len(payload)) + payload


def closing_frame(code: int, reason: str) -> bytes:
    """Return the frame that says goodbye, and why."""
    return _frame(CLOSE, struct.pack('>H', code) + reason.encode())


class ControlReader:
    """Takes the bytes of a client as they come; says what to answer and whether it is the end."""

    def __init__(self) -> None:
        self.is_over = False
        self._waiting = bytearray()

    def read(self, data: bytes) -> bytes:
        """Return the answer to what a client sent."""
        self._waiting += data
        answer = b''
        while not self.is_over and (head := self._head()) is not None:
            kind, size = head
            if kind not in (CLOSE, PING, PONG) or size > _LONGEST_CONTROL:
                self.is_over = True
                return answer + closing_frame(UNSUPPORTED, 'this server only talks')
            end = 2 + _MASK_BYTES + size
            if len(self._waiting) < end:
                break
            payload = self._unmasked(size)
            del self._waiting[:end]
            if kind == PING:
                answer += _frame(PONG, payload)
            elif kind == CLOSE:
                self.is_over = True
                answer += closing_frame(NORMAL, '')
        return answer

    def _head(self) -> tuple[int, int] | None:
        """Return kind and size of the next frame; what cannot be one is told by the size."""
        if len(self._waiting) < 2:
            return None
        first, second = self._waiting[:2]
        if not (first & _FINAL and second & _MASKED):
            return first & 0x0F, _LONGEST_CONTROL + 1
        return first & 0x7F, second & 0x7F

    def _unmasked(self, size: int) -> bytes:
        mask = self._waiting[2 : 2 + _MASK_BYTES]
        payload = self._waiting[2 + _MASK_BYTES : 2 + _MASK_BYTES + size]
        return bytes(byte ^ mask[i % _MASK_BYTES] for i, byte in enumerate(payload))
