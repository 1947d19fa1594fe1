"""Our half of the protocol, against the half of a library that is made for nothing else."""

from __future__ import annotations

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.uri import parse_uri

from rerun_bridge.sdk.sinks.server.web_socket import (
    BINARY,
    GOING_AWAY,
    TEXT,
    ControlReader,
    accept_key,
    closing_frame,
    frame_head,
)

ANSWER = (
    'HTTP/1.1 101 Switching Protocols\r\n'
    'Upgrade: websocket\r\n'
    'Connection: Upgrade\r\n'
    'Sec-WebSocket-Accept: {}\r\n\r\n'
)


def headers_of(request: bytes) -> Message:
    """Return the headers of a request."""
    found = Message()
    for line in request.decode().split('\r\n')[1:]:
        if line:
            name, _, value = line.partition(': ')
            found[name] = value
    return found


def connected() -> ClientProtocol:
    """Return a client that has taken our handshake."""
    client = ClientProtocol(parse_uri('ws://127.0.0.1/'), max_size=None)
    client.send_request(client.connect())
    accepted = accept_key(headers_of(b''.join(client.data_to_send())))
    client.receive_data(ANSWER.format(accepted).encode())
    client.events_received()
    assert client.handshake_exc is None
    return client


def frames(client: ClientProtocol) -> list[Frame]:
    """Return what a client has received."""
    return [event for event in client.events_received() if isinstance(event, Frame)]


@pytest.mark.parametrize('size', [0, 1, 125, 126, 127, 65535, 65536, 70_000])
@pytest.mark.parametrize('kind', [TEXT, BINARY])
def test_messages_of_any_size_arrive(size: int, kind: int) -> None:
    """The length is written in three ways."""
    client = connected()
    client.receive_data(frame_head(kind, size) + b'a' * size)
    assert frames(client) == [Frame(Opcode(kind), b'a' * size)]


def test_the_end_has_a_code_and_a_reason() -> None:
    """That a page can tell to a person."""
    client = connected()
    client.receive_data(closing_frame(GOING_AWAY, 'over'))
    assert client.close_rcvd is not None
    assert (client.close_rcvd.code, client.close_rcvd.reason) == (CloseCode.GOING_AWAY, 'over')


@given(st.lists(st.binary(max_size=125), max_size=5), st.integers(1, 200))
def test_pings_are_answered_however_the_bytes_come(pings: list[bytes], step: int) -> None:
    """With what they hold."""
    client, reader = connected(), ControlReader()
    for data in pings:
        client.send_ping(data)
        client.send_pong(data)
    sent = b''.join(client.data_to_send())
    for at in range(0, len(sent), step):
        client.receive_data(reader.read(sent[at : at + step]))
    assert frames(client) == [Frame(Opcode.PONG, data) for data in pings]
    assert not reader.is_over


@given(st.binary(max_size=100))
def test_the_end_is_answered(after: bytes) -> None:
    """And nothing that comes after."""
    client, reader = connected(), ControlReader()
    client.send_close(CloseCode.NORMAL_CLOSURE, 'bye')
    client.receive_data(reader.read(b''.join(client.data_to_send()) + after))
    assert reader.is_over
    assert client.close_rcvd is not None
    assert client.close_rcvd.code == CloseCode.NORMAL_CLOSURE
    assert reader.read(after) == b''


@pytest.mark.parametrize('is_text', [True, False])
def test_who_talks_is_told_that_nobody_listens(is_text: bool) -> None:
    """And hung up on."""
    client, reader = connected(), ControlReader()
    (client.send_text if is_text else client.send_binary)(b'hello')
    client.receive_data(reader.read(b''.join(client.data_to_send())))
    assert reader.is_over
    assert client.close_rcvd is not None
    assert client.close_rcvd.code == CloseCode.UNSUPPORTED_DATA


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_any_bytes_are_taken(pieces: list[bytes]) -> None:
    """Little is kept of them, and the answer is what a client understands."""
    client, reader = connected(), ControlReader()
    for data in pieces:
        client.receive_data(reader.read(data))
    assert client.parser_exc is None


@pytest.mark.parametrize(
    'wrong',
    [
        {'Sec-WebSocket-Key': 'short'},
        {'Sec-WebSocket-Key': 'YWJj'},
        {'Sec-WebSocket-Key': 'µ' * 24},
        {'Sec-WebSocket-Version': '8'},
        {'Upgrade': 'h2c'},
    ],
)
def test_other_requests_are_not_accepted(wrong: dict[str, str]) -> None:
    """Nor those that leave something out."""
    right = {
        'Upgrade': 'WebSocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
    }
    headers = Message()
    for name, value in right.items():
        headers[name] = value
    assert accept_key(headers) == 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='  # the example of the RFC
    (name,) = wrong
    for value in (wrong[name], None):
        del headers[name]
        if value is not None:
            headers[name] = value
        assert accept_key(headers) is None
