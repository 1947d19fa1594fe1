"""YUV layouts, against loops over bytes."""

from __future__ import annotations

import numpy as np

from rerun_bridge.imaging.yuv import (
    nv12_from_nv21,
    planes_from_nv24,
    rgb_from_planes,
    yuyv_from_uyvy,
)

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


def test_planes_become_rgb() -> None:
    """As BT.601 has it in limited range, worked out pixel by pixel; what overflows is cut."""
    planes = RNG.integers(0, 256, (3, 5, 7), np.uint8)
    pixels = rgb_from_planes(planes).tolist()
    for row in range(5):
        for column in range(7):
            luma, u, v = (int(plane[row, column]) for plane in planes)
            c, d, e = 1.164 * (luma - 16), u - 128, v - 128
            exact = [c + 1.596 * e, c - 0.392 * d - 0.813 * e, c + 2.017 * d]
            for found, wanted in zip(pixels[row][column], exact):
                assert abs(found - min(max(wanted, 0), 255)) < 0.6
