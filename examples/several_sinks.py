"""A file and a web page at once: what is watched is recorded, too."""

import argparse
import math
import time
from contextlib import suppress

import rerun_bridge as rr
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sdk.sinks.server import ServerSink


def main() -> None:
    """Log a wave, until it is enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('file', help='the file (.rrd) to write')
    parser.add_argument('--seconds', type=float, default=60.0)
    parser.add_argument('--web-port', type=int, default=9090)
    parser.add_argument('--ws-port', type=int, default=9877)
    args = parser.parse_args()

    rr.init('rerun_bridge_example_several_sinks')
    page = ServerSink(args.web_port, args.ws_port, open_browser=False)
    print('look at', page.url)
    rr.set_sinks(FileSink(args.file), page)
    begin = time.monotonic()
    with suppress(KeyboardInterrupt):  # Ctrl-C ends it well
        while (seconds := time.monotonic() - begin) < args.seconds:
            rr.set_time('time', duration=seconds)
            rr.log('wave', rr.Scalars(math.sin(seconds)))
            time.sleep(0.01)
    rr.disconnect()


if __name__ == '__main__':
    main()
