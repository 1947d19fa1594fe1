"""RVL, against an encoder and a decoder that go nibble by nibble."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.imaging.rvl import decoded_rvl
from test.support.rvl import encoded_rvl


def slow(data: bytes, pixels: int) -> list[int]:
    """Decode nibble by nibble, as the paper describes it."""
    words = [int.from_bytes(data[i : i + 4], 'little') for i in range(0, len(data), 4)]
    nibbles = iter([word >> shift & 15 for word in words for shift in range(28, -1, -4)])

    def number() -> int:
        value = shift = 0
        while True:
            nibble = next(nibbles)
            value |= (nibble & 7) << shift
            shift += 3
            if nibble < 8:
                return value

    result: list[int] = []
    last = 0
    while len(result) < pixels:
        result += [0] * number()
        for _ in range(number()):
            zigzag = number()
            last = (last + ((zigzag >> 1) ^ -(zigzag & 1))) & 0xFFFF
            result.append(last)
    return result


DEPTHS = st.lists(st.one_of(st.just(0), st.integers(0, 65535)), min_size=1, max_size=200)


@given(DEPTHS)
def test_round_trip(depths: list[int]) -> None:
    """What the encoder wrote comes back, as it does from the slow decoder."""
    data = encoded_rvl(depths)
    assert (
        decoded_rvl(np.frombuffer(data, np.uint8), len(depths)).tolist()
        == depths
        == slow(data, len(depths))
    )


def test_a_whole_image() -> None:
    """A depth image with holes and noise."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:60, 0:80]
    depth = (1500 + 9 * x + 5 * y + rng.normal(0, 3, (60, 80))).astype(np.uint16)
    depth[rng.random((60, 80)) < 0.1] = 0
    data = np.frombuffer(encoded_rvl(depth.reshape(-1).tolist()), np.uint8)
    np.testing.assert_array_equal(decoded_rvl(data, depth.size), depth.reshape(-1))


@pytest.mark.parametrize('cut', [0, 1, 4, 40])
def test_a_stream_cut_short(cut: int) -> None:
    """A stream that ends too early is refused."""
    data = np.frombuffer(encoded_rvl(list(range(1, 200))), np.uint8)
    with pytest.raises(DecodeError, match='RVL'):
        decoded_rvl(data[:cut], 199)


@pytest.mark.parametrize('pixels', [1, 198])
def test_more_pixels_than_the_image_has(pixels: int) -> None:
    """A stream of another image's size is refused."""
    data = np.frombuffer(encoded_rvl(list(range(1, 200))), np.uint8)
    with pytest.raises(DecodeError, match='199 pixels instead of'):
        decoded_rvl(data, pixels)


def test_runs_of_nothing() -> None:
    """A stream of empty runs does not keep the decoder busy."""
    with pytest.raises(DecodeError, match='RVL'):
        decoded_rvl(np.zeros(100_000, np.uint8), 16)


@given(st.binary(max_size=300), st.integers(1, 400))
def test_foreign_bytes(data: bytes, pixels: int) -> None:
    """Any bytes are an image of the right size, the slow decoder's, or refused."""
    try:
        found = decoded_rvl(np.frombuffer(data, np.uint8), pixels)
    except DecodeError:
        return
    assert found.tolist() == slow(data + bytes(-len(data) % 4), pixels)
