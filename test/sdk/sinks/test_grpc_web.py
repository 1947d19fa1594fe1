"""Messages in grpc-web."""

from __future__ import annotations

from rerun_bridge.sdk.rrd.protobuf import bytes_of, read_fields
from rerun_bridge.sdk.sinks.grpc_web import TRAILERS, responses_of
from test.support.grpc_web import read_responses
from test.support.log_msgs import activation, announcement, noise, scalar


def test_a_response_holds_the_message_by_its_kind() -> None:
    """With the payload of a file's frame."""
    messages = [announcement(), scalar(1), noise(2, 100_000), activation()]
    found, status = read_responses(b''.join([*responses_of(messages), TRAILERS]))
    assert status == {'grpc-status': '0'}
    for msg, response in zip(messages, found, strict=True):
        fields = read_fields(bytes_of(read_fields(response), 1))
        assert list(fields) == [msg.kind]
        assert bytes(bytes_of(fields, msg.kind)) == b''.join(msg.payload)
