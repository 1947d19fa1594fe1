"""Options that scripts share: where to log to."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from rerun_bridge.sdk import api
from rerun_bridge.sdk.recording import RecordingStream

if TYPE_CHECKING:
    from uuid import UUID

    from rerun_bridge.sdk.blueprint import BlueprintLike

__all__ = ['script_add_args', 'script_setup', 'script_teardown']


def script_add_args(parser: ArgumentParser) -> None:
    """Add options to a parser: where to log to; without any a viewer is started."""
    parser.add_argument('--headless', action='store_true', help='start no viewer')
    parser.add_argument('--connect', action='store_true', help='stream to a viewer that runs')
    parser.add_argument('--url', '--addr', help='of that viewer, e.g. 192.168.1.5:9876')
    parser.add_argument('--serve', action='store_true', help='serve a viewer for browsers')
    parser.add_argument('--web-port', type=int, help='of the page; 9090 where not given')
    parser.add_argument('--ws-port', type=int, help='of its data; 9877 where not given')
    parser.add_argument('--save', metavar='FILE.rrd', help='write to a file')
    parser.add_argument('--stdout', action='store_true', help='write to standard output')


def script_setup(
    args: Namespace,
    application_id: str,
    *,
    recording_id: str | UUID | None = None,
    default_blueprint: BlueprintLike | None = None,
    open_browser: bool = True,
) -> RecordingStream:
    """
    Begin a recording, and send it where the options say.

    :param args: what the parser made of the command line.
    :param open_browser: where it is served, show it.
    :return: the recording, which all functions mean from now on.
    """
    api.init(application_id, recording_id, strict=True, default_blueprint=default_blueprint)
    recording = api.get_global_data_recording()
    assert recording is not None
    if args.stdout:
        recording.stdout()
    elif args.serve:
        recording.serve(open_browser, args.web_port, args.ws_port)
    elif args.connect or args.url:
        recording.connect(args.url)
    elif args.save is not None:
        recording.save(args.save)
    elif not args.headless:
        recording.spawn()
    return recording


def script_teardown(args: Namespace) -> None:
    """Wait where the script serves, until Ctrl-C; else what was logged is written at the exit."""
    try:
        while args.serve:
            time.sleep(1)
    except KeyboardInterrupt:
        api.disconnect()
