"""Pictures into files."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest

from rerun_bridge.sdk.archetypes.compression import jpeg, png

GRADIENT = np.broadcast_to(np.arange(0, 250, 5, dtype=np.uint8), (40, 50))


def test_jpeg() -> None:
    """About the same picture, smaller where it may be worse."""
    color = np.stack([GRADIENT, GRADIENT.T[:40, :40].repeat(2, 1)[:, :50], GRADIENT], axis=2)
    for pixels in (GRADIENT, color):
        good, bad = jpeg(pixels, 95), jpeg(pixels, 10)
        assert len(bad) < len(good)
        found = cv2.imdecode(np.frombuffer(good, np.uint8), cv2.IMREAD_UNCHANGED)
        assert found.shape == pixels.shape
        assert np.abs(found.astype(int) - pixels).mean() < 3


def test_png() -> None:
    """Without loss, of 16 bits too."""
    for pixels in (GRADIENT, GRADIENT.astype(np.uint16) * 256):
        found = cv2.imdecode(np.frombuffer(png(pixels, 6), np.uint8), cv2.IMREAD_UNCHANGED)
        assert found.dtype == pixels.dtype
        assert np.array_equal(found, pixels)


def test_without_opencv_the_error_says_what_to_install() -> None:
    """And everything else works without it."""
    code = (
        'import sys; sys.modules["cv2"] = None\n'
        'import numpy as np\n'
        'from rerun_bridge.sdk.archetypes import Image\n'
        'image = Image(np.zeros((2, 2), np.uint8))\n'
        'try: image.compress()\n'
        'except ImportError as error: print(error)\n'
    )
    found = subprocess.run(
        [sys.executable, '-c', code], capture_output=True, text=True, check=True
    )
    assert 'pip install opencv-python-headless' in found.stdout


def test_what_cannot_be_compressed() -> None:
    """A picture of two channels."""
    with pytest.raises((ValueError, cv2.error)):
        jpeg(np.zeros((2, 2, 2), np.uint8), 90)
