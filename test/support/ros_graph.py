"""A node of the test's own: publishes, calls services, sets parameters."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.srv import DescribeParameters, SetParameters
from rclpy.duration import Duration
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_srvs.srv import Trigger

from test.support.ros_processes import LIMIT_S, eventually

__all__ = ['LATCHED', 'Robot']

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
RELIABLE = QoSProfile(depth=1000)


class Robot:
    """A node that is spun in a thread of its own."""

    def __init__(self, context: Any) -> None:
        self.node = rclpy.create_node('robot', context=context, enable_rosout=False)
        self._statuses: dict[str, Any] = {}
        self._looks = 0
        self.node.create_subscription(DiagnosticArray, '/diagnostics', self._learn, 10)
        self._executor = SingleThreadedExecutor(context=context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._spin)
        self._thread.start()

    def _spin(self) -> None:
        with suppress(ExternalShutdownException):
            self._executor.spin()

    def close(self) -> None:
        """Leave the graph."""
        self._executor.shutdown()
        self._thread.join(LIMIT_S)
        self.node.destroy_node()

    def _learn(self, message: DiagnosticArray) -> None:
        self._statuses.update((status.name, status) for status in message.status)
        self._looks += 1

    def await_diagnostics(self) -> None:
        """Wait until the bridge has said how it is after now, as it does each second."""
        seen = self._looks
        assert eventually(lambda: self._looks >= seen + 2)

    def status(self, what: str, node: str = 'rerun_bridge') -> Any:
        """Return what the bridge says of a topic, or of ``forwarding``; empty before it does."""
        return self._statuses.get(f'{node}: {what}', DiagnosticStatus())

    def forwarded(self, topic: str) -> int:
        """Return how many messages of a topic the bridge says it has forwarded."""
        values = {each.key: each.value for each in self.status(topic).values}
        return int(values.get('messages', 0))

    def publisher(self, kind: Any, topic: str, qos: Any = RELIABLE) -> Any:
        """Return a publisher."""
        return self.node.create_publisher(kind, topic, qos)

    def publish(self, publisher: Any, messages: Iterable[Any], readers: int = 1) -> None:
        """Publish when somebody listens, and until all of it has arrived."""
        assert eventually(lambda: publisher.get_subscription_count() >= readers)
        for message in messages:
            publisher.publish(message)
        assert publisher.wait_for_all_acked(Duration(seconds=LIMIT_S))

    def call(self, kind: Any, name: str, request: Any) -> Any:
        """Return what a service answers."""
        client = self.node.create_client(kind, name)
        try:
            assert client.wait_for_service(LIMIT_S), name
            answered = threading.Event()
            future = client.call_async(request)
            future.add_done_callback(lambda _: answered.set())
            assert answered.wait(LIMIT_S), name
            return future.result()
        finally:
            self.node.destroy_client(client)

    def trigger(self, name: str, node: str = '/rerun_bridge') -> tuple[bool, str]:
        """Call a service of the bridge."""
        answer = self.call(Trigger, f'{node}/{name}', Trigger.Request())
        return answer.success, answer.message

    def set(self, name: str, value: Any, node: str = '/rerun_bridge') -> tuple[bool, str]:
        """Set a parameter of the bridge, as ``ros2 param set`` does."""
        parameter: ParameterMsg = Parameter(name, value=value).to_parameter_msg()
        request = SetParameters.Request(parameters=[parameter])
        (result,) = self.call(SetParameters, f'{node}/set_parameters', request).results
        return result.successful, result.reason

    def describe(self, *names: str) -> list[Any]:
        """Return the descriptions of parameters of the bridge."""
        request = DescribeParameters.Request(names=names)
        answer = self.call(DescribeParameters, '/rerun_bridge/describe_parameters', request)
        return list(answer.descriptors)
