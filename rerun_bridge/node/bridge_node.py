"""
The bridge as a lifecycle node that configures and activates itself.

Configuring reads the parameters and the configuration file, activating opens the viewer and begins
to forward. What forwards is a :class:`LiveBridge`, in threads of its own: whatever the node is
busy with, messages are taken, and whatever the bridge is busy with, services answer.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from diagnostic_msgs.msg import DiagnosticArray
from rcl_interfaces.msg import SetParametersResult
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.parameter import Parameter
from std_srvs.srv import Trigger

from rerun_bridge.cli.live_recordings import open_recordings
from rerun_bridge.config import Config
from rerun_bridge.errors import BridgeError, ConfigError
from rerun_bridge.live import NOBODY, GraphChange, LiveBridge, LiveStatus, Recordings
from rerun_bridge.node.diagnostics import Diagnostics
from rerun_bridge.node.parameters import changed_config, config_of, declare
from rerun_bridge.nouns import replace
from rerun_bridge.sources.ros import RosSource

__all__ = ['NAME', 'BridgeNode']

NAME = 'rerun_bridge'
LOOK_S = 1.0
"""How often ``/diagnostics`` is published, and whether forwarding has failed is looked at."""
NOT_YET = False, 'not yet: comes with recording control'
NOTHING = LiveStatus(0, 0, 0, 0)

Answer = tuple[bool, str]


class BridgeNode(LifecycleNode):  # type: ignore[misc]  # known where ROS is
    """
    Forwards a graph to the viewer while it is active.

    :param on_failure: called where the node cannot go on.
    :raises ParameterException: a parameter was given a value that it cannot have.
    """

    def __init__(self, on_failure: Callable[[], None]) -> None:
        super().__init__(NAME)
        self._on_failure = on_failure
        declare(self)
        self._config: Config | None = None
        self._recordings: Recordings | None = None
        self._source: RosSource | None = None
        self._bridge: LiveBridge | None = None
        self.failure: Exception | None = None
        """What ended forwarding, or kept it from beginning."""
        self._diagnostics = Diagnostics(self.get_name())
        self._publisher = self.create_publisher(DiagnosticArray, '/diagnostics', 10)
        # simulated time may stand still
        self.create_timer(LOOK_S, self._look, clock=Clock(clock_type=ClockType.STEADY_TIME))
        self.add_on_set_parameters_callback(self._on_parameters)
        services: dict[str, Callable[[], Answer]] = {
            'start': self._start,
            'stop': self._stop,
            'pause': lambda: self._pause(True),
            'resume': lambda: self._pause(False),
            'reload_config': self._reload,
            'split': lambda: NOT_YET,
            'snapshot': lambda: NOT_YET,
        }
        for name, action in services.items():
            self.create_service(Trigger, f'~/{name}', _answering(action))

    def autostart(self) -> None:
        """Configure and activate, unless the parameter says otherwise; a failure is for good."""
        if self.get_parameter('autostart').value and not self._start()[0]:
            self._on_failure()

    def end(self) -> None:
        """Forward what has come and close everything; idempotent."""
        bridge, self._bridge = self._bridge, None
        source, self._source = self._source, None
        recordings, self._recordings = self._recordings, None
        if bridge is not None:
            self._tell_losses(bridge)
        if source is not None:
            source.close()
        if recordings is not None:
            try:
                recordings.close()
            except BridgeError as error:
                self.fail(error)

    # ------------------------------------------------------------------ transitions

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Read the configuration."""
        return self._try(self._configure)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Open the viewer and begin to forward."""
        return self._try(self._activate)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Forward what has come, and close the viewer's connection and the file."""
        self._try(self.end)  # whatever went wrong, it is over
        return TransitionCallbackReturn.SUCCESS

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Forget the configuration."""
        self._config = None
        return TransitionCallbackReturn.SUCCESS

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Do as for deactivation."""
        return self.on_deactivate(state)

    def _try(self, action: Callable[[], None]) -> TransitionCallbackReturn:
        """Do something; rclpy takes exceptions for failures, and does not tell them."""
        self.failure = None
        try:
            action()
        except Exception as error:
            self.fail(error)
        if self.failure is not None:
            return TransitionCallbackReturn.FAILURE
        return TransitionCallbackReturn.SUCCESS

    def fail(self, error: Exception) -> None:
        """Remember what went wrong and tell it; of what is nobody's fault but ours, tell all."""
        self.failure = error
        self.get_logger().error(str(error))
        if not isinstance(error, BridgeError):
            self.get_logger().error(''.join(traceback.format_exception(error)))

    def _configure(self) -> None:
        self._config = config_of(self)
        for warning in self._config.warnings:
            self.get_logger().warning(warning)

    def _activate(self) -> None:
        assert self._config is not None
        viewer = self._config.viewer
        if viewer.mode == 'none' and not viewer.serve and not viewer.save:
            raise ConfigError('nowhere to go: viewer is none, and save names no file')
        try:
            self._recordings, is_watched = open_recordings(self._config, viewer, force=True)
            self._source = RosSource(self, low_latency=self._config.live.low_latency)
            self._bridge = LiveBridge(
                self._source,
                recording=self._recordings.begin(),
                config=self._config,
                is_watched=is_watched,
                renew=self._recordings.begin,
                on_change=self._tell,
            )
        except BaseException:
            self.end()
            raise

    # ------------------------------------------------------------------ parameters and services

    def _on_parameters(self, changes: list[Parameter]) -> SetParametersResult:
        """Take new rules while the bridge runs; refuse what is wrong, or cannot change now."""
        try:
            config = changed_config(self, changes, is_active=self._bridge is not None)
        except BridgeError as error:
            return SetParametersResult(successful=False, reason=str(error))
        if config is not None and self._bridge is not None:
            self._use(config)
        return SetParametersResult(successful=True)

    def _use(self, config: Config) -> None:
        assert self._config is not None
        assert self._bridge is not None
        self._config = replace(
            config, viewer=self._config.viewer, recording=self._config.recording
        )
        self._bridge.use(self._config)

    def _start(self) -> Answer:
        if self._bridge is not None:
            return True, 'active already'
        if self._config is not None:  # parameters, or the file, may be others by now
            self.trigger_cleanup()
        self.trigger_configure()
        if self._config is not None:
            self.trigger_activate()
        return self._bridge is not None, str(self.failure or 'active')

    def _stop(self) -> Answer:
        if self._bridge is None:
            return True, 'not active'
        self.trigger_deactivate()
        self.trigger_cleanup()
        return self.failure is None, str(self.failure or 'stopped')

    def _pause(self, is_paused: bool) -> Answer:
        if self._source is None:
            return False, 'not active: call ~/start first'
        self._source.is_paused = is_paused
        return True, 'paused: what comes is not recorded' if is_paused else 'active'

    def _reload(self) -> Answer:
        """Take new rules; where the file is wrong, the old ones stay."""
        try:
            config = config_of(self)
        except BridgeError as error:
            return False, f'the old rules stay: {error}'
        if self._bridge is None:
            return True, 'not active: read again at the start'
        self._use(config)
        return True, 'new rules'

    # ------------------------------------------------------------------ what is told

    def _tell(self, change: GraphChange) -> None:
        # rclpy refuses a line of code that logs now at one level, now at another
        if change.is_warning:
            self.get_logger().warning(_text(change))
        else:
            self.get_logger().info(_text(change))

    def _tell_losses(self, bridge: LiveBridge) -> None:
        report = bridge.close()
        for loss in report.losses:
            self.get_logger().warning(f'{", ".join(loss.topics)}: {loss.messages}: {loss.reason}')
        for stats in report.stats:
            for reason, count in stats.losses.items():
                self.get_logger().warning(f'{stats.channel.topic}: {count} messages: {reason}')

    def _look(self) -> None:
        if self._bridge is not None and self._bridge.failure is not None:
            self.failure = self._bridge.failure
            self._on_failure()
        status = NOTHING if self._bridge is None else self._bridge.status
        message = DiagnosticArray()
        message.header.stamp = self.get_clock().now().to_msg()
        message.status = self._diagnostics.statuses(self._state(), self.failure, status)
        if self._source is None:
            self._publisher.publish(message)
        else:
            self._source.publish(self._publisher, message)

    def _state(self) -> str:
        if self._source is None:
            return 'not active'
        return 'paused' if self._source.is_paused else 'active'


def _text(change: GraphChange) -> str:
    if change.what == NOBODY:
        return f'{NOBODY}: are ROS_DOMAIN_ID and RMW_IMPLEMENTATION those of the robot?'
    return str(change)


def _answering(action: Callable[[], Answer]) -> Callable[[object, Trigger.Response], object]:
    """Return a callback of a service that does something and says how it went."""

    def answer(request: object, response: Trigger.Response) -> Trigger.Response:
        try:
            response.success, response.message = action()
        except Exception as error:  # of rclpy: a transition that there is not
            response.success, response.message = False, str(error)
        return response

    return answer
