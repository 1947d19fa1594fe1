"""
The functions of the SDK, as programs call them.

Each means the recording it is given, else the one of this thread, else the one of the process;
where there is none it does nothing. Called wrongly, one warns, or raises where the program is
strict.
"""

from __future__ import annotations

from rerun_bridge.sdk.api.destinations import (
    binary_stream,
    connect,
    connect_grpc,
    disconnect,
    flush,
    memory_recording,
    save,
    serve,
    serve_grpc,
    set_sinks,
    show,
    spawn,
    stdout,
)
from rerun_bridge.sdk.api.recordings import (
    get_application_id,
    get_data_recording,
    get_global_data_recording,
    get_recording_id,
    get_thread_local_data_recording,
    init,
    is_enabled,
    new_recording,
    set_global_data_recording,
    set_thread_local_data_recording,
)
from rerun_bridge.sdk.api.rows import (
    disable_timeline,
    escape_entity_path_part,
    log,
    new_entity_path,
    reset_time,
    send_blueprint,
    send_columns,
    send_property,
    send_recording_name,
    set_time,
    set_time_nanos,
    set_time_seconds,
    set_time_sequence,
)

__all__ = [
    'binary_stream',
    'connect',
    'connect_grpc',
    'disable_timeline',
    'disconnect',
    'escape_entity_path_part',
    'flush',
    'get_application_id',
    'get_data_recording',
    'get_global_data_recording',
    'get_recording_id',
    'get_thread_local_data_recording',
    'init',
    'is_enabled',
    'log',
    'memory_recording',
    'new_entity_path',
    'new_recording',
    'reset_time',
    'save',
    'send_blueprint',
    'send_columns',
    'send_property',
    'send_recording_name',
    'serve',
    'serve_grpc',
    'set_global_data_recording',
    'set_sinks',
    'set_thread_local_data_recording',
    'set_time',
    'set_time_nanos',
    'set_time_seconds',
    'set_time_sequence',
    'show',
    'spawn',
    'stdout',
]
