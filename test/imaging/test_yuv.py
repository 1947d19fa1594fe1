"""YUV layouts, against loops over bytes."""

from __future__ import annotations

import numpy as np

from rerun_bridge.imaging.yuv import nv12_from_nv21, planes_from_nv24, yuyv_from_uyvy

RNG = np.random.default_rng(5)


def test_uyvy_becomes_yuyv() -> None:
    """U Y V Y becomes Y U Y V."""
    pixels = RNG.integers(0, 256, (3, 8), np.uint8)
    expected = [[row[i ^ 1] for i in range(8)] for row in pixels.tolist()]
    assert yuyv_from_uyvy(pixels).tolist() == expected


def test_nv21_becomes_nv12() -> None:
    """The luma stays, V U becomes U V; the original is not touched."""
    pixels = RNG.integers(0, 256, (6, 4), np.uint8)
    before = pixels.tolist()
    assert nv12_from_nv21(pixels, 4).tolist() == before[:4] + [
        [r[1], r[0], r[3], r[2]] for r in before[4:]
    ]
    assert pixels.tolist() == before


def test_nv24_becomes_planes() -> None:
    """U V pairs become a plane of U and a plane of V."""
    luma, chroma = RNG.integers(0, 256, (2, 3), np.uint8), RNG.integers(0, 256, (2, 6), np.uint8)
    expected = [
        luma.tolist(),
        [r[0::2] for r in chroma.tolist()],
        [r[1::2] for r in chroma.tolist()],
    ]
    assert planes_from_nv24(luma, chroma).tolist() == expected
