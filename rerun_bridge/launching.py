"""What the launch files lean on: the edge to ``launch``."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from launch.actions import EmitEvent, ExecuteProcess, RegisterEventHandler
from launch.event_handlers import OnProcessExit
from launch.events import Shutdown
from launch.events.process import ProcessExited
from launch.launch_context import LaunchContext

from rerun_bridge.sdk.sinks.live.address import parse_address
from rerun_bridge.sdk.viewer import find_viewer

__all__ = ['end_with', 'ends_launch', 'viewer_command']

SERVICE_RUN = 'LaunchService.run_async'


def ends_launch(process: ExecuteProcess) -> RegisterEventHandler:
    """Return what ends the launch when a process has ended, with its exit code."""
    return RegisterEventHandler(OnProcessExit(target_action=process, on_exit=end_with))


def end_with(event: ProcessExited, context: LaunchContext) -> EmitEvent:
    """
    Return what ends the launch, with the exit code of a process that has ended.

    By itself a launch ends with 0, or with 1 after an error of its own. So this one leaves a note
    where its run is over, and all other processes have ended.
    """
    if event.returncode:
        for task in asyncio.all_tasks(context.asyncio_loop):
            if getattr(task.get_coro(), '__qualname__', '') == SERVICE_RUN:
                task.add_done_callback(partial(_leave, event.returncode))
    return EmitEvent(event=Shutdown(reason=f'{event.process_name} has ended'))


def _leave(code: int, run: asyncio.Task[Any]) -> None:
    raise SystemExit(code if code > 0 else 1)  # that of a signal is below 0


def viewer_command(file: str, viewer: str, addr: str, port: str, web_port: str) -> list[str]:
    """
    Return the command that shows a file, as launch arguments say where.

    :param viewer: ``spawn``, ``connect`` or ``serve``.
    :raises ConfigError: that is no address.
    :raises SinkError: there is no viewer.
    """
    command = [str(find_viewer()), file]
    if viewer == 'connect':
        return [*command, '--connect', parse_address(addr or f'127.0.0.1:{port}').link]
    command += ['--port', port, '--bind', '127.0.0.1']
    if viewer == 'serve':
        command += ['--serve-web', '--web-viewer-port', web_port]
    return command
