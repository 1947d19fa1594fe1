"""Messages that the demo's robot does not publish."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, text, vary

__all__ = ['large_images']

WIDTH, HEIGHT = 1600, 840
TYPE = 'sensor_msgs/msg/Image'


def large_images(count: int) -> tuple[str, list[bytes]]:
    """Return the type, and so many pictures of 4 MB each."""
    size = WIDTH * HEIGHT * 3
    layout = CdrLayout(
        header('camera'),
        const('u4', [HEIGHT, WIDTH]),
        text('rgb8'),
        const('u1', 0),
        const('u4', [WIDTH * 3, size]),
        vary('pixels', 'u1', size),
    )
    messages = layout.messages(count)
    messages['sec'], messages['nanosec'] = 1_700_000_000, np.arange(count) * 33_000_000
    messages['pixels'] = np.random.default_rng(1).integers(0, 255, (count, size), np.uint8)
    return TYPE, [message.tobytes() for message in messages]
