"""The sink that serves viewers alone: they connect to it by ``rerun+http://…/proxy``."""

from __future__ import annotations

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.memory_limit import memory_limit_bytes
from rerun_bridge.sdk.sinks.server.native_grpc import NativeGrpc
from rerun_bridge.sdk.sinks.server.sink import DEFAULT_MEMORY_LIMIT, LEAST_MEMORY_LIMIT

__all__ = ['DEFAULT_GRPC_PORT', 'GrpcSink']

DEFAULT_GRPC_PORT = 9876
_LINGER_SECONDS = 2.0


class GrpcSink:
    """
    Serves what is logged to any number of Rerun's viewers, and to those that come later.

    They send no token: whoever reaches the port may read. Needs grpcio.

    :param port: 0 is any that is free.
    :param host: the address to listen on; only this machine reaches the default.
    :param memory_limit: how much is kept for those that come later, as in ``ServerSink``.
    :raises SinkError: the port is taken, or grpcio is missing.
    """

    is_live = True

    def __init__(
        self,
        port: int = DEFAULT_GRPC_PORT,
        *,
        host: str = '127.0.0.1',
        memory_limit: int | str = DEFAULT_MEMORY_LIMIT,
    ) -> None:
        self._hub = Hub(max(memory_limit_bytes(memory_limit), LEAST_MEMORY_LIMIT))
        self._grpc = NativeGrpc(self._hub, host, port, 'grpc_port')
        self.port = self._grpc.port
        authority = f'[{host}]' if ':' in host else host
        self.url = f'rerun+http://{authority}:{self.port}/proxy'
        """What to connect a viewer to: ``rerun --connect URL``."""

    @property
    def followers(self) -> int:
        """How many viewers follow what is logged now."""
        return self._grpc.followers

    def send(self, msg: LogMsg) -> None:
        """Keep a message and wake those who wait for it; never waits for them."""
        self._hub.publish(msg)

    def flush(self, timeout: float) -> bool:
        """Return at once: everything is where whoever asks gets it."""
        return True

    def close(self) -> None:
        """Give viewers a moment to take the rest, then hang up; idempotent."""
        if not self._hub.is_closed:
            self._hub.close()
            self._grpc.stop(_LINGER_SECONDS)
