"""Pictures of one color, that are found again on a screen."""

from __future__ import annotations

import cv2
import numpy as np

from rerun_bridge.sdk.archetypes import EncodedImage
from rerun_bridge.sdk.recording import RecordingStream
from test.support.chunks import COUNT, times

Color = tuple[int, int, int]
MAGENTA: Color = (255, 0, 255)
CYAN: Color = (0, 255, 255)


def fill(recording: RecordingStream, count: int, color: Color) -> None:
    """Log a picture that is all of a color, in RGB."""
    pixels = np.full((120, 160, 3), color[::-1], np.uint8)
    ok, png = cv2.imencode('.png', pixels)
    assert ok
    columns = [
        EncodedImage.blob.column([png.tobytes()]),
        EncodedImage.media_type.column(['image/png']),
    ]
    recording.send_columns('/picture', [times(COUNT, count)], columns)
