"""
The bridge as a ROS 2 node: the edge to rclpy.

A lifecycle node that configures and activates itself. Configuring reads the configuration,
activating opens the viewer and begins to forward; what forwards is a :class:`LiveSession` in a
thread of its own, fed by the callbacks of the executor that spins the node.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rcl_interfaces.msg import IntegerRange, ParameterDescriptor
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from std_srvs.srv import Trigger

from rerun_bridge.cli.live_sinks import open_sinks
from rerun_bridge.config import Config, load_config
from rerun_bridge.config.settings import VIEWER_MODES
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.errors import BridgeError, ConfigError
from rerun_bridge.live import GraphChange, LiveSession, LiveStatus
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.ros import RosSource

__all__ = ['BridgeNode', 'main']

NAME = 'rerun_bridge'
USAGE_EXIT_CODE = 2
CLOSING_S = 10.0
"""How long forwarding may take to end."""
DIAGNOSTICS_S = 1.0

PARAMETERS: dict[str, tuple[Any, str]] = {
    'config': ('', 'YAML file; config/default.yaml explains all keys'),
    'yaml_path': ('', 'the same, by the name that the C++ bridge had for it'),
    'viewer': ('', f'one of {", ".join(VIEWER_MODES)}; empty leaves it to the configuration'),
    'addr': ('', 'viewer to connect to: ip:port or rerun+http://host:port/proxy'),
    'port': (0, 'port of the viewer that is started or connected to; 0 leaves it'),
    'web_port': (0, 'port of the page that is served; 0 leaves it'),
    'ws_port': (0, "port of that page's data; 0 leaves it"),
    'save': ('', 'file to write as well; one that is there is replaced'),
    'application_id': ('', 'recordings with the same one share a layout in the viewer'),
    'recording_id': ('', 'recordings with the same one are shown as one'),
    'include_hidden': (False, 'take topics with a part that begins with _, too'),
    'low_latency': (False, 'pass every message on at once, at more CPU for each'),
    'autostart': (True, 'configure and activate at once; else wait for transitions'),
}
"""Name to default and description; all are read when the node is configured."""
_HIGHEST = {'port': 65535, 'web_port': 65535, 'ws_port': 65535}


class BridgeNode(LifecycleNode):  # type: ignore[misc]  # known where ROS is
    """Forwards a graph to the viewer while it is active."""

    def __init__(self) -> None:
        super().__init__(NAME)
        for name, (default, about) in PARAMETERS.items():
            descriptor = ParameterDescriptor(description=about)
            if name in _HIGHEST:
                descriptor.integer_range = [
                    IntegerRange(from_value=0, to_value=_HIGHEST[name], step=1)
                ]
            self.declare_parameter(name, default, descriptor)
        self._config = Config()
        self._source: RosSource | None = None
        self._recording: RecordingStream | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._status = LiveStatus(0, 0, 0, 0)
        self.failure: BridgeError | None = None
        """What ended forwarding, or kept it from beginning."""
        self._diagnostics = self.create_publisher(DiagnosticArray, '/diagnostics', 10)
        self.create_timer(DIAGNOSTICS_S, self._publish_diagnostics)
        for name, action in {
            'start': self._start,
            'stop': self._stop,
            'pause': lambda: self._pause(True),
            'resume': lambda: self._pause(False),
            'reload_config': self._reload,
            'split': self._not_yet,
            'snapshot': self._not_yet,
        }.items():
            self.create_service(Trigger, f'~/{name}', _answering(action))
        if self._value('autostart'):
            self.trigger_configure()
            if self.failure is None:
                self.trigger_activate()

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Read the configuration."""
        try:
            self._config = self._configured()
        except BridgeError as error:
            return self._failed(error)
        for warning in self._config.warnings:
            self.get_logger().warning(warning)
        return TransitionCallbackReturn.SUCCESS

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Open the viewer and begin to forward."""
        try:
            self._begin()
        except BridgeError as error:
            return self._failed(error)
        return super().on_activate(state)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Forward what has come, and close the viewer's connection and the file."""
        self._end()
        return super().on_deactivate(state)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Do as for deactivation."""
        self._end()
        return TransitionCallbackReturn.SUCCESS

    def close(self) -> None:
        """Forward what has come and close everything; idempotent."""
        self._end()

    def _failed(self, error: BridgeError) -> TransitionCallbackReturn:
        self.failure = error
        self.get_logger().error(str(error))
        return TransitionCallbackReturn.FAILURE

    def _value(self, name: str) -> Any:
        return self.get_parameter(name).value

    def _configured(self) -> Config:
        """
        Return the configuration, with what the parameters say.

        :raises ConfigError: the file is wrong, or a parameter is.
        """
        file = self._value('config') or self._value('yaml_path')
        config = load_config(Path(file)) if file else Config()
        mode = self._value('viewer') or config.viewer.mode
        if mode not in VIEWER_MODES:
            raise ConfigError(f'viewer: expected one of {", ".join(VIEWER_MODES)}, got {mode!r}')
        said = {
            name: self._value(name)
            for name in ('addr', 'port', 'web_port', 'ws_port', 'save')
            if self._value(name)
        }
        named = {
            name: self._value(name)
            for name in ('application_id', 'recording_id')
            if self._value(name)
        }
        live = config.live._replace(
            include_hidden=config.live.include_hidden or self._value('include_hidden'),
            low_latency=config.live.low_latency or self._value('low_latency'),
        )
        return replace(
            config,
            viewer=config.viewer._replace(mode=mode, **said),
            recording=config.recording._replace(**named),
            live=live,
        )

    def _begin(self) -> None:
        config = self._config
        settings = config.recording
        recording = RecordingStream(
            settings.application_id or NAME,
            recording_id=settings.recording_id,
            recording_name=settings.name or time.strftime('%Y-%m-%d %H:%M:%S'),
            raise_sink_errors=False,  # one that fails is told, the others go on
        )
        try:
            recording.set_sinks(*open_sinks(config.viewer, force=True))
        except BaseException:
            recording.close()
            raise
        self._recording = recording
        self._source = RosSource(self, low_latency=config.live.low_latency)
        self._forward()

    def _forward(self) -> None:
        """Start a session, with the rules as they are now."""
        assert self._source is not None
        assert self._recording is not None
        session = LiveSession(
            self._source,
            self._recording,
            self._config.live_topics,
            self._config.frames,
            DefinitionLookup(_installed()),
            self._config.live,
        )
        self._stopping.clear()
        self._thread = threading.Thread(
            target=self._run, args=(session,), name='rerun_bridge session', daemon=True
        )
        self._thread.start()

    def _run(self, session: LiveSession) -> None:
        try:
            report = session.run(self._stopping.is_set, self._tell, self._note)
        except BridgeError as error:
            self.failure = error
            self.get_logger().error(str(error))
        else:
            self._tell_losses(report)

    def _halt(self) -> None:
        """End the session, not the recording."""
        if self._thread is not None:
            self._stopping.set()
            self._thread.join(CLOSING_S)
            self._thread = None
        if self._source is not None:
            self._source.close()

    def _end(self) -> None:
        self._halt()
        self._source = None
        recording, self._recording = self._recording, None
        if recording is not None:
            try:
                recording.close()
            except BridgeError as error:
                self.failure = error
                self.get_logger().error(str(error))

    def _tell(self, change: GraphChange) -> None:
        text = f'{change.topic} {change.what}'.strip()
        if change.is_warning:
            self.get_logger().warning(text)
        else:
            self.get_logger().info(text)

    def _note(self, status: LiveStatus) -> None:
        self._status = status

    def _tell_losses(self, report: ConversionReport) -> None:
        for loss in report.losses:
            topics = ', '.join(loss.topics)
            self.get_logger().warning(f'{topics}: {loss.messages} messages {loss.reason}')
        for stats in report.stats:
            for reason, count in stats.losses.items():
                self.get_logger().warning(f'{stats.channel.topic}: {count} messages: {reason}')

    def _publish_diagnostics(self) -> None:
        is_active, status = self._thread is not None, self._status
        message = DiagnosticArray()
        message.header.stamp = self.get_clock().now().to_msg()
        level = DiagnosticStatus.WARN if status.dropped else DiagnosticStatus.OK
        message.status = [
            DiagnosticStatus(
                level=DiagnosticStatus.ERROR if self.failure else level,
                name=f'{self.get_name()}: forwarding',
                message=str(self.failure or ('active' if is_active else 'inactive')),
                hardware_id=NAME,
                values=[
                    KeyValue(key=key, value=str(value)) for key, value in status._asdict().items()
                ],
            )
        ]
        self._diagnostics.publish(message)

    def _start(self) -> tuple[bool, str]:
        if self._thread is not None:
            return True, 'active already'
        self.failure = None
        self.trigger_configure()
        self.trigger_activate()
        return self._thread is not None, str(self.failure or 'active')

    def _stop(self) -> tuple[bool, str]:
        if self._thread is None:
            return True, 'inactive already'
        self.trigger_deactivate()
        self.trigger_cleanup()
        return True, 'inactive'

    def _pause(self, is_paused: bool) -> tuple[bool, str]:
        if self._source is None:
            return False, 'inactive: call ~/start first'
        self._source.is_paused = is_paused
        return True, 'paused: what comes is not recorded' if is_paused else 'active'

    def _reload(self) -> tuple[bool, str]:
        """Take new rules; where the file is wrong, the old ones stay."""
        try:
            config = self._configured()
        except BridgeError as error:
            return False, f'the old rules stay: {error}'
        self._config = replace(
            config, viewer=self._config.viewer, recording=self._config.recording
        )
        if self._thread is not None:
            self._halt()
            self._forward()
        return True, 'new rules'

    def _not_yet(self) -> tuple[bool, str]:
        return False, 'not yet: comes with recording control'


def _answering(action: Any) -> Any:
    """Return a callback of a service that does something and says how it went."""

    def answer(request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        response.success, response.message = action()
        return response

    return answer


def _installed() -> list[Path]:
    """Return where the interface files of installed packages are."""
    prefixes = os.environ.get('AMENT_PREFIX_PATH', '').split(os.pathsep)
    shares = (Path(prefix) / 'share' for prefix in prefixes if prefix)
    return [share for share in shares if share.is_dir()]


def main() -> None:
    """Run the node until it is told to end; the exit code says whether it could."""
    rclpy.init()
    node = BridgeNode()
    try:
        if node.failure is None:
            executor = SingleThreadedExecutor()
            executor.add_node(node)
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.close()
        failure = node.failure
        if rclpy.ok():
            node.destroy_node()
            rclpy.shutdown()
    if failure is not None:
        sys.exit(USAGE_EXIT_CODE if isinstance(failure, ConfigError) else 1)
