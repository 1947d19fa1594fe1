"""What is said to a viewer, and what its answers mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.sinks.live.address import Address
from rerun_bridge.sdk.sinks.live.request import (
    LAST_PART,
    complaint_of,
    is_whole,
    opening,
    part_of,
)
from test.support.grpc_web import as_recording, read_responses, unchunked
from test.support.log_msgs import announcement, noise, scalar

HEAD = b'HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web+proto\r\n'
THANKS = (
    HEAD + b'transfer-encoding: chunked\r\n\r\n'
    b'5\r\n\0\0\0\0\0\r\n14\r\n\x80\0\0\0\x0fgrpc-status:0\r\n\r\n0\r\n\r\n'
)
REFUSAL = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/grpc-web+proto\r\n'
    b'grpc-status: 3\r\ngrpc-message: missing%20%60log_msg%60\r\ncontent-length: 0\r\n\r\n'
)
OTHER = b'HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!'


def test_a_request_names_what_is_wanted() -> None:
    """And whom it is for."""
    head = opening(Address('::1', 9876))
    assert head.startswith(b'POST /rerun.sdk_comms.v1alpha1.MessageProxyService/WriteMessages ')
    assert b'\r\nHost: [::1]:9876\r\n' in head
    assert head.endswith(b'\r\n\r\n')


def test_parts_hold_the_messages() -> None:
    """Each says how long it is; large payloads are not copied."""
    messages = [announcement(), scalar(1), noise(2, 300_000)]
    parts = [part_of(messages[:2]), part_of(messages[2:])]
    body = b''.join(b''.join(part) for part in parts) + LAST_PART
    found, _ = read_responses(unchunked(body))
    assert bytes(as_recording(found)).count(b'/noise') == 1
    assert len(found) == 3
    assert any(piece is large for piece in parts[1] for large in messages[2].payload)


@pytest.mark.parametrize(
    ('answer', 'complaint'),
    [
        (THANKS, ''),
        (REFUSAL, 'refuses what it is sent: missing `log_msg` (gRPC status 3)'),
        (HEAD + b'grpc-status: 12\r\n\r\n', 'it does not say why (gRPC status 12)'),
        (OTHER, "no viewer: it answers 'HTTP/1.1 404 Not Found'"),
        (b'SSH-2.0-x\r\n', "no viewer: it answers 'SSH-2.0-x'"),
        (b'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>', 'no viewer'),
    ],
)
def test_what_answers_mean(answer: bytes, complaint: str) -> None:
    """Thanks, an objection, or somebody else altogether."""
    assert complaint in complaint_of(answer)
    assert bool(complaint) == bool(complaint_of(answer))


@pytest.mark.parametrize('answer', [THANKS, REFUSAL, OTHER[:-3]])
def test_answers_come_in_pieces(answer: bytes) -> None:
    """One is whole as soon as it is clear what it means."""
    wholes = [is_whole(answer[:size]) for size in range(len(answer) + 1)]
    assert wholes == sorted(wholes)
    assert wholes[-1]
    meanings = {complaint_of(answer[:size]) for size, whole in enumerate(wholes) if whole}
    assert meanings == {complaint_of(answer)}


@given(st.one_of(st.binary(), st.binary().map(HEAD.__add__)))
def test_any_bytes_can_be_answered(answer: bytes) -> None:
    """Nothing is raised."""
    assert isinstance(complaint_of(answer), str)
    assert isinstance(is_whole(answer), bool)
