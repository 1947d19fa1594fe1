"""``ros2 run rerun_bridge show``: a file in the viewer that the bridge would start."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from rerun_bridge.errors import BridgeError, ConfigError
from rerun_bridge.sdk.sinks.live.address import parse_address
from rerun_bridge.sdk.viewer import find_viewer

__all__ = ['command', 'main']

HOST = '127.0.0.1'


def command(argv: Sequence[str]) -> list[str]:
    """
    Return the viewer's command.

    :raises ConfigError: an address is none.
    :raises SinkError: there is no viewer.
    """
    parser = ArgumentParser(prog='show', description=__doc__)
    parser.add_argument('file', help='a recording (.rrd)')
    parser.add_argument('--viewer', choices=('spawn', 'connect', 'serve'), default='spawn')
    parser.add_argument('--addr', default='', help='of a viewer that runs')
    parser.add_argument('--port', default='9876', help='of the viewer')
    parser.add_argument('--web-port', default='9090', help='of the page that is served')
    args = parser.parse_args(argv)
    found = [str(find_viewer()), args.file]
    if args.viewer == 'connect':
        return [*found, '--connect', parse_address(args.addr or f'{HOST}:{args.port}').link]
    found += ['--port', args.port, '--bind', HOST]
    if args.viewer == 'serve':
        found += ['--serve-web', '--web-viewer-port', args.web_port]
    return found


def main() -> None:
    """Become the viewer: it is ended as this would be."""
    try:
        found = command(sys.argv[1:])
    except BridgeError as error:
        print(f'show: {error}', file=sys.stderr)
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    os.execv(found[0], found)
