"""Demosaicing, against a loop over pixels and against OpenCV."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip('cv2', reason='no opencv')

from rerun_bridge.imaging.bayer import demosaiced  # noqa: E402

PATTERNS = ('rggb', 'bggr', 'gbrg', 'grbg')


def colour_at(pattern: str, row: int, column: int) -> int:
    """Return which of R, G, B a pixel measured."""
    return 'rgb'.index(pattern[row % 2 * 2 + column % 2])


def slow(mosaic: np.ndarray, pattern: str) -> np.ndarray:
    """Average the nearest neighbours of each colour, pixel by pixel; mirrored at the border."""
    height, width = mosaic.shape
    result = np.zeros((height, width, 3), mosaic.dtype)
    for row in range(height):
        for column in range(width):
            for colour in range(3):
                if colour_at(pattern, row, column) == colour:
                    result[row, column, colour] = mosaic[row, column]
                    continue
                near = [
                    (
                        abs(r) + abs(c),
                        int(mosaic[mirror(row + r, height), mirror(column + c, width)]),
                    )
                    for r in (-1, 0, 1)
                    for c in (-1, 0, 1)
                    if colour_at(pattern, row + r, column + c) == colour
                ]
                closest = [value for distance, value in near if distance == min(near)[0]]
                result[row, column, colour] = (sum(closest) + len(closest) // 2) // len(closest)
    return result


def mirror(at: int, size: int) -> int:
    """Mirror an index at the first and last pixel."""
    return -at if at < 0 else 2 * size - 2 - at if at >= size else at


@pytest.mark.parametrize('pattern', PATTERNS)
@pytest.mark.parametrize('dtype', [np.uint8, np.uint16])
@pytest.mark.parametrize('shape', [(2, 2), (2, 5), (6, 8), (7, 5)])
def test_equals_the_loop(pattern: str, dtype: type, shape: tuple[int, int]) -> None:
    """Every pixel of every size is the average of its neighbours."""
    mosaic = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    np.testing.assert_array_equal(demosaiced(mosaic, pattern), slow(mosaic, pattern))


@pytest.mark.parametrize('pattern', PATTERNS)
def test_keeps_the_mosaic(pattern: str) -> None:
    """The measured samples can be read back, those at the border too."""
    mosaic = np.random.default_rng(2).integers(0, 256, (9, 12), np.uint8)
    rgb = demosaiced(mosaic, pattern)
    back = [[rgb[r, c, colour_at(pattern, r, c)] for c in range(12)] for r in range(9)]
    np.testing.assert_array_equal(back, mosaic)


def test_inside_equals_opencv() -> None:
    """Away from the border it is OpenCV's own result."""
    mosaic = np.random.default_rng(3).integers(0, 256, (20, 30), np.uint8)
    ours = demosaiced(mosaic, 'rggb')[1:-1, 1:-1]
    np.testing.assert_array_equal(ours, cv2.cvtColor(mosaic, cv2.COLOR_BayerBG2RGB)[1:-1, 1:-1])


def test_takes_memory_as_it_comes() -> None:
    """Read-only and unaligned memory is fine."""
    raw = np.frombuffer(bytes(range(200)) * 2, np.uint8)
    mosaic = raw[1:129].view(np.uint16).reshape(8, 8)
    np.testing.assert_array_equal(demosaiced(mosaic, 'grbg'), slow(mosaic, 'grbg'))
