"""
What the launch files lean on: the edge to ``launch``.

Launch files are run by the Python of ``ros2``, which may know none of our libraries: nothing of
ours is imported here.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from launch.actions import EmitEvent, ExecuteProcess, RegisterEventHandler
from launch.event_handlers import OnProcessExit
from launch.events import Shutdown
from launch.events.process import ProcessExited
from launch.launch_context import LaunchContext

__all__ = ['end_with', 'ends_launch']

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
