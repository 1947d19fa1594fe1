"""
Our side of bench.live.

``python -m bench.live_ours ticks|low_latency VIEWER DOMAIN TYPE TOPIC …``
"""

from __future__ import annotations

import sys
import time

from rerun_bridge.cli.program import begin, settle

begin()  # as `rerun-bridge live` does, before there are threads

from bench.live_window import Window  # noqa: E402
from rerun_bridge.live import LiveSession  # noqa: E402
from rerun_bridge.live_settings import LiveSettings  # noqa: E402
from rerun_bridge.sdk.log_msg import LogMsg  # noqa: E402
from rerun_bridge.sdk.recording import RecordingStream  # noqa: E402
from rerun_bridge.sdk.sinks.live import StreamSink  # noqa: E402
from rerun_bridge.sources.dds import open_live  # noqa: E402

__all__ = ['main']


class TimedSink(StreamSink):
    """Sends to a viewer, and notes how old rows are then: by when they were published."""

    window: Window | None = None

    def send(self, msg: LogMsg) -> None:
        """Send, and note."""
        super().send(msg)
        now_ns = time.time_ns()
        if self.window is None or msg.facts is None:
            return
        for timeline, (first_ns, last_ns) in msg.facts.times.items():
            if timeline.name == 'publish_time':
                self.window.note(now_ns - (first_ns + last_ns) / 2, msg.facts.rows)


def main(mode: str, viewer: str, domain: str) -> None:
    """Forward everything until the window is over."""
    settle()
    settings = LiveSettings(domain=int(domain), low_latency=mode == 'low_latency')
    sink = TimedSink(viewer)
    with open_live(settings) as source, RecordingStream('bench') as recording:
        recording.set_sinks(sink)
        session = LiveSession(source, recording, settings=settings)
        messages = [0]
        window = sink.window = Window(lambda: messages[0])
        session.run(
            window.is_over.is_set,
            lambda change: None,
            lambda status: messages.__setitem__(0, status.messages),
        )


if __name__ == '__main__':
    main(*sys.argv[1:4])
