"""Native gRPC: what Rerun's own viewers read, by another implementation and by themselves."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.rrd.protobuf import bytes_of, read_fields
from rerun_bridge.sdk.sinks.grpc_web import READ_MESSAGES
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.native_grpc import NativeGrpc
from test.support.log_msgs import announcement, noise, scalar

ROOT = Path(__file__).parent.parent.parent.parent.parent
SOON = 20.0

ENDS = """
import sys
import rerun_bridge as rr
rr.init('app')
print(rr.serve_grpc(grpc_port=0).split(':')[2].split('/')[0], flush=True)
sys.stdin.read()
rr.log('point', rr.Points3D([[1, 2, 3]]))
"""

FORKS = """
import multiprocessing, os, sys
import rerun_bridge as rr
rr.init('app')
print(rr.serve_grpc(grpc_port=0).split(':')[2].split('/')[0], flush=True)
sys.stdin.readline()
codes = []
for _ in range(12):
    if (pid := os.fork()) == 0:
        sys.exit(0)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    child = multiprocessing.get_context('fork').Process(target=rr.log, args=('a', rr.Scalars(1.0)))
    child.start()
    child.join()
    codes.append(child.exitcode)
print(*codes)
"""


MESSAGES = (announcement(), scalar(1), noise(2, 100_000), scalar(3))


@pytest.fixture
def hub() -> Hub:
    """Return one with a recording, but for the last message."""
    made = Hub(1 << 24)
    for msg in MESSAGES[:-1]:
        made.publish(msg)
    return made


@pytest.fixture
def server(hub: Hub) -> Iterator[NativeGrpc]:
    """Serve it."""
    made = NativeGrpc(hub, '127.0.0.1', 0, 'grpc_port')
    yield made
    hub.close()
    made.stop(0.0)


def read(port: int) -> tuple[grpc.Channel, Iterator[bytes]]:
    """Ask for messages."""
    channel = grpc.insecure_channel(f'127.0.0.1:{port}')
    return channel, channel.unary_stream(READ_MESSAGES)(b'', timeout=SOON)


def test_who_comes_late_gets_all_and_follows_until_the_end(server: NativeGrpc, hub: Hub) -> None:
    """Each response is a message, by its kind, with the payload of a file's frame."""
    channel, responses = read(server.port)
    first = [next(responses) for _ in range(3)]
    hub.publish(MESSAGES[-1])
    hub.close()
    for msg, response in zip(MESSAGES, [*first, *responses], strict=True):
        fields = read_fields(bytes_of(read_fields(memoryview(response)), 1))
        assert list(fields) == [msg.kind]
        assert bytes(bytes_of(fields, msg.kind)) == b''.join(msg.payload)
    channel.close()


def test_a_viewer_that_goes_leaves_no_thread_at_work(server: NativeGrpc) -> None:
    """Its request is over when it hangs up."""
    channel, responses = read(server.port)
    next(responses)
    assert server.followers == 1
    channel.close()
    end = time.monotonic() + SOON
    while server.followers or any(
        'rerun_bridge grpc' in each.name for each in threading.enumerate()
    ):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert server.followers == 0


def test_a_program_ends_though_viewers_are_there(tmp_path: Path) -> None:
    """Without a word of it; they get the rest."""
    with subprocess.Popen(
        [sys.executable, '-c', ENDS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        channel, responses = read(int(program.stdout.readline()))
        next(responses)
        program.stdin.close()
        assert len(list(responses)) == 2
        assert program.wait(SOON) == 0
        channel.close()


def test_forked_children_end_well(tmp_path: Path) -> None:
    """Whatever way they end, also while a viewer is there."""
    with subprocess.Popen(
        [sys.executable, '-c', FORKS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        channel, responses = read(int(program.stdout.readline()))
        next(responses)
        program.stdin.write(b'\n')
        program.stdin.flush()
        assert program.stdout.readline() == b' '.join([b'0'] * 24) + b'\n'
        assert program.wait(SOON) == 0
        channel.close()


def test_one_that_is_too_slow_is_cut_off() -> None:
    """What it did not take in time is gone; the program never waits for it."""
    hub = Hub(1 << 22)
    server = NativeGrpc(hub, '127.0.0.1', 0, 'grpc_port')
    hub.publish(announcement())
    channel, responses = read(server.port)
    next(responses)
    for count in range(200):
        hub.publish(noise(count, 1 << 20))
    with pytest.raises(grpc.RpcError) as raised:
        list(responses)
    assert raised.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    channel.close()
    hub.close()
    server.stop(0.0)


def test_a_taken_port_is_told(server: NativeGrpc) -> None:
    """With what to do."""
    with pytest.raises(SinkError, match=f'another port: grpc_port={server.port + 1}'):
        NativeGrpc(Hub(0), '127.0.0.1', server.port, 'grpc_port')


def test_without_the_library_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the name of the extra."""
    monkeypatch.setitem(sys.modules, 'grpc', None)
    with pytest.raises(SinkError, match=r'pip install rerun_bridge\[grpc\]'):
        NativeGrpc(Hub(0), '127.0.0.1', 0, 'grpc_port')
