"""
Publishes ROS messages over DDS in a process of its own, so that they go over a real wire.

``python -m test.support.dds_publisher DOMAIN`` is that process; it does what it reads on stdin.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from rerun_bridge.messages import Qos, TypeName
from rerun_bridge.sources.dds.names import dds_topic, dds_type
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader
from rerun_bridge.sources.dds.raw_writer import RawWriter
from test.support.dds_reading import read_messages
from test.support.type_descriptions import asked_for, reply_to

__all__ = ['LATCHED', 'LOOPBACK', 'PublisherProcess', 'qos_of_stream']

LOOPBACK = (
    '<CycloneDDS><Domain Id="any"><General><Interfaces>'
    '<NetworkInterface name="lo" multicast="false"/></Interfaces>'
    '<AllowMulticast>false</AllowMulticast></General><Discovery>'
    '<ParticipantIndex>auto</ParticipantIndex>'
    '<MaxAutoParticipantIndex>100</MaxAutoParticipantIndex>'
    '<Peers><Peer Address="127.0.0.1"/></Peers></Discovery></Domain></CycloneDDS>'
)
"""What ``CYCLONEDDS_URI`` must be for a graph that nobody else is on."""
LATCHED = Qos(reliable=True, transient_local=True, depth=1)
ROOT = Path(__file__).parent.parent.parent
LIMIT_S = 30.0


def qos_of_stream(latched: bool) -> Qos:
    """Return what the publisher of a stream of the demo robot offers."""
    return LATCHED if latched else Qos(reliable=True, depth=1000)


class _Publisher:
    """What the process does; its methods are called from the other one."""

    def __init__(self, domain: int) -> None:
        self._participant = Participant(domain)
        self._writers: dict[str, RawWriter] = {}

    def open(
        self, topic: str, type_name: str, qos: Qos, type_hash: str = '', name: str = ''
    ) -> None:
        """Begin to publish."""
        user_data = f'typehash={type_hash};'.encode() if type_hash else b''
        self._writers[name or topic] = RawWriter(
            self._participant, dds_topic(topic), dds_type(TypeName(type_name)), qos, user_data
        )

    def write(
        self, name: str, messages: Sequence[bytes], hz: float = 0.0, repeat: int = 1
    ) -> float:
        """Publish messages, at a rate or as fast as can be; return how long that took."""
        writer, begin_s, count = self._writers[name], time.monotonic(), 0
        for _ in range(repeat):
            for message in messages:
                writer.write(message)
                count += 1
                if hz:
                    time.sleep(max(0.0, begin_s + count / hz - time.monotonic()))
        return time.monotonic() - begin_s

    def write_in_turn(self, messages: Sequence[tuple[str, bytes]], hz: float) -> None:
        """Publish messages of many topics in order, at a rate."""
        begin_s = time.monotonic()
        for count, (name, message) in enumerate(messages, 1):
            self._writers[name].write(message)
            if count % 10 == 0:
                time.sleep(max(0.0, begin_s + count / hz - time.monotonic()))

    def write_round(
        self, names: Sequence[str], messages: Sequence[bytes], hz: float, rounds: int
    ) -> None:
        """Publish on many topics at one rate, evenly spread."""
        begin_s = time.monotonic()
        for number in range(rounds):
            for place, name in enumerate(names):
                self._writers[name].write(messages[number % len(messages)])
                if place % 5 == 4 or place == len(names) - 1:
                    due_s = (number + (place + 1) / len(names)) / hz
                    time.sleep(max(0.0, begin_s + due_s - time.monotonic()))

    def await_readers(self, count: int = 1, names: Sequence[str] | None = None) -> bool:
        """Return whether every topic has so many readers in time."""
        end_s = time.monotonic() + LIMIT_S
        wanted = [self._writers[name] for name in names or self._writers]
        while any(writer.readers() < count for writer in wanted):
            if time.monotonic() > end_s:
                return False
            time.sleep(0.01)
        return True

    def await_acknowledged(self, name: str) -> bool:
        """Return whether all readers have what was written in time."""
        return self._writers[name].await_acknowledged(LIMIT_S)

    def readers(self, name: str) -> int:
        """Return how many readers a topic has."""
        return self._writers[name].readers()

    def close(self, name: str) -> None:
        """Publish a topic no more."""
        self._writers.pop(name).close()

    def answer(self, node: str, sources: Sequence[tuple[str, str, str]]) -> None:
        """Be a node that knows the definitions of types."""
        qos, service = Qos(depth=10), f'{node.strip("/")}/get_type_description'
        kind = 'type_description_interfaces::srv::dds_::GetTypeDescription_{}_'
        self._sources = sources
        self._requests = RawReader(
            self._participant, f'rq/{service}Request', kind.format('Request'), qos
        )
        self._replies = RawWriter(
            self._participant, f'rr/{service}Reply', kind.format('Response'), qos
        )

    def answer_once(self) -> tuple[str, str]:
        """Answer the next request, and return what it was for."""
        (request,) = read_messages(self._requests, 1)
        self._replies.write(reply_to(request, self._sources))
        return asked_for(request)

    def leave(self) -> None:
        """Say goodbye to the domain."""
        self._participant.close()


class PublisherProcess:
    """
    A process that publishes; a context manager that ends it.

    Its methods are those of :class:`_Publisher`.
    """

    def __init__(self, domain: int) -> None:
        command = [sys.executable, '-m', 'test.support.dds_publisher', str(domain)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._receive() == 'ready'

    def __getattr__(self, name: str) -> Any:
        """Return a method of the other process."""
        if name.startswith('_'):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self.start(name, *args, **kwargs)
            return self._receive()

        return call

    def start(self, method: str, /, *args: Any, **kwargs: Any) -> None:
        """Call a method and do not wait; :meth:`finish` does."""
        pipe = self._process.stdin
        assert pipe is not None
        pickle.dump((method, args, kwargs), pipe)
        pipe.flush()

    def finish(self) -> Any:
        """Return what the method that was started returned."""
        return self._receive()

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait(LIMIT_S)

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        return pickle.load(self._process.stdout)

    def __enter__(self) -> PublisherProcess:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()


def _serve(domain: int, calls: BinaryIO, results: BinaryIO) -> None:
    publisher = _Publisher(domain)
    result: Any = 'ready'
    while True:
        pickle.dump(result, results)
        results.flush()
        try:
            name, args, kwargs = pickle.load(calls)
        except EOFError:
            publisher.leave()
            return
        result = getattr(publisher, name)(*args, **kwargs)


if __name__ == '__main__':
    # The class as the other process knows it, not as that of `__main__`.
    from test.support import dds_publisher

    dds_publisher._serve(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
