"""What Rerun's own viewers read by ``rerun+http://…/proxy``: gRPC, with the library ``grpcio``."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.sinks.grpc_web import READ_MESSAGES, response_of
from rerun_bridge.sdk.sinks.server.hub import End, Hub

__all__ = ['NativeGrpc']

_LOOK_SECONDS = 0.5
"""How often an idle viewer is looked after."""

_MOST_VIEWERS = 32
"""Each has a thread."""

_LARGEST_MESSAGE = 'grpc.max_send_message_length', -1
_NOT_SHARED = 'grpc.so_reuseport', 0
"""Else two programs have the same port, and viewers come to either."""

_FORK_SUPPORT = 'GRPC_ENABLE_FORK_SUPPORT'
"""For clients in children, of which there are none here; with a server at work children crash."""


class NativeGrpc:
    """
    A port for viewers.

    They send no token, so whoever reaches the port may read. Web pages do not: browsers speak no
    gRPC but to servers that have certificates.

    :ivar followers: how many viewers follow what is logged now.
    :param argument: that a person changes when the port is taken.
    :raises SinkError: the port cannot be had, or grpcio is not installed.
    """

    def __init__(self, hub: Hub, host: str, port: int, argument: str) -> None:
        grpc = _library()
        self._lock, self.followers = threading.Lock(), 0
        self._server = grpc.server(
            _DaemonThreads(),
            options=[_LARGEST_MESSAGE, _NOT_SHARED],
            maximum_concurrent_rpcs=_MOST_VIEWERS,
        )
        service, _, method = READ_MESSAGES[1:].partition('/')
        too_slow = grpc.StatusCode.RESOURCE_EXHAUSTED
        handler = grpc.unary_stream_rpc_method_handler(self._reader(hub, too_slow))
        self._server.add_generic_rpc_handlers(
            [grpc.method_handlers_generic_handler(service, {method: handler})]
        )
        authority = f'[{host}]' if ':' in host else host
        try:
            self.port: int = self._server.add_insecure_port(f'{authority}:{port}')
        except RuntimeError as error:
            raise SinkError(
                f'cannot listen on port {port} of {host}: end the program that does, or choose '
                f'another port: {argument}={port + 1}'
            ) from error
        self._server.start()

    def stop(self, linger: float) -> None:
        """End: let viewers take the rest for so many seconds, then hang up."""
        self._server.stop(linger).wait()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Be one more that follows what is logged."""
        with self._lock:
            self.followers += 1
        try:
            yield
        finally:
            with self._lock:
                self.followers -= 1

    def _reader(self, hub: Hub, too_slow: Any) -> Callable[[bytes, Any], Iterator[bytes]]:
        """Return what answers a request, response by response."""

        def read(request: bytes, context: Any) -> Iterator[bytes]:
            place = hub.join()
            with self._counted():
                while context.is_active():
                    found = place.next(_LOOK_SECONDS)
                    if found is End.CLOSED:
                        return
                    if isinstance(found, End):
                        context.abort(too_slow, 'too slow: what came next is dropped')
                        return
                    for msg in found:
                        yield b''.join(response_of(msg))

        return read


class _DaemonThreads(Executor):
    """A thread per call; those of the library's would be waited for before a program may end."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call a function in a thread of its own."""
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=run, name='rerun_bridge grpc', daemon=True).start()
        return future


def _library() -> Any:
    os.environ.setdefault(_FORK_SUPPORT, '0')
    try:
        return import_module('grpc')
    except ImportError as error:
        raise SinkError('native gRPC needs a library: pip install rerun_bridge[grpc]') from error
