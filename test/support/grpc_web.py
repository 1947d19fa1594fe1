"""Reads what a server answers in grpc-web, and asks it."""

from __future__ import annotations

import struct

from rerun_bridge.sdk.rrd.frames import FrameKind, frame_header, stream_header
from rerun_bridge.sdk.rrd.protobuf import bytes_of, read_fields

EMPTY_REQUEST = bytes(5)
HEADERS = {
    'Content-Type': 'application/grpc-web+proto',
    'Accept': 'application/grpc-web+proto',
    'X-Grpc-Web': '1',
}


def read_responses(data: bytes) -> tuple[list[memoryview], dict[str, str]]:
    """Return the messages and the trailers; what is not whole yet is left out."""
    view, at = memoryview(data), 0
    found: list[memoryview] = []
    trailers: dict[str, str] = {}
    while at + 5 <= len(data):
        flag, size = struct.unpack_from('>BI', data, at)
        payload = view[at + 5 : at + 5 + size]
        at += 5 + size
        if len(payload) < size:
            break
        if flag:
            lines = bytes(payload).decode().split('\r\n')
            trailers = dict(line.split(':', 1) for line in lines if line)
        else:
            found.append(payload)
    return found, trailers


def unchunked(body: bytes) -> bytes:
    """Return what came in HTTP chunks, whole."""
    data = b''
    while True:
        size, _, body = body.partition(b'\r\n')
        if not int(size, 16):
            return data
        data += body[: int(size, 16)]
        assert body[int(size, 16) :][:2] == b'\r\n'
        body = body[int(size, 16) + 2 :]


def as_recording(responses: list[memoryview]) -> bytes:
    """Return the messages of responses as a recording."""
    data = stream_header()
    for response in responses:
        fields = read_fields(bytes_of(read_fields(response), 1))
        (kind,) = fields
        payload = bytes(bytes_of(fields, kind))
        data += frame_header(FrameKind(kind), len(payload)) + payload
    return data
