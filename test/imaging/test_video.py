"""Keyframes, in access units made by hand and in those of real encoders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.imaging.video import is_keyframe, is_sample
from test.support.encoders import ENCODERS, encoded_video


def h264(*kinds: int) -> bytes:
    """Return an access unit with units of some types; start codes of both lengths."""
    return b''.join(
        b'\0\0\0\1'[i % 2 :] + bytes([0x60 | kind, 0x42, 9]) for i, kind in enumerate(kinds)
    )


def h265(*kinds: int) -> bytes:
    """Return an access unit with units of some types."""
    return b''.join(
        b'\0\0\0\1'[i % 2 :] + bytes([kind << 1, 1, 9]) for i, kind in enumerate(kinds)
    )


def av1(*units: tuple[int, bytes], sizes: bool = True, extension: bool = False) -> bytes:
    """Return a temporal unit; extension byte and size may be left out."""
    result = b''
    for kind, payload in units:
        header = bytes([kind << 3 | extension << 2 | sizes << 1]) + b'\0' * extension
        result += header + (bytes([len(payload)]) if sizes else b'') + payload
    return result


@pytest.mark.parametrize(
    ('codec', 'sample', 'expected'),
    [
        ('H264', h264(9, 7, 8, 6, 5), True),
        ('H264', h264(5), True),
        ('H264', h264(9, 1), False),
        ('H264', h264(7, 8, 1), False),
        ('H264', h264(1, 5), False),
        ('H264', h264(7, 8), False),
        ('H265', h265(32, 33, 34, 19), True),
        ('H265', h265(35, 21), True),
        ('H265', h265(32, 33, 34, 1), False),
        ('H265', h265(0), False),
        ('AV1', av1((2, b''), (1, b'\x00\x01'), (6, b'\x10')), True),
        ('AV1', av1((2, b''), (3, b'\x00')), True),
        ('AV1', av1((2, b''), (6, b'\x30')), False),
        ('AV1', av1((2, b''), (3, b'\x80')), False),
        ('AV1', av1((6, b'\x10\x11'), sizes=False), True),
        ('AV1', av1((2, b''), (6, b'\x10'), extension=True), True),
        ('AV1', av1((2, b''), (5, b'x' * 100), (6, b'\x10')), True),
        ('AV1', av1((2, b'')), False),
    ],
    ids=range(18),
)
def test_keyframes(codec: str, sample: bytes, expected: bool) -> None:
    """A keyframe is one by its first slice or frame."""
    assert is_sample(codec, sample)
    assert is_keyframe(codec, sample) is expected


@pytest.mark.parametrize('name', ENCODERS)
def test_real_encoders(name: str) -> None:
    """What the encoder calls a keyframe is one, and all else is not."""
    codec = ENCODERS[name][0]
    samples = encoded_video(name)
    assert len(samples) == 40
    assert all(is_sample(codec, sample) for sample, _ in samples)
    found = [is_keyframe(codec, sample) for sample, _ in samples]
    assert found == [is_key for _, is_key in samples]
    assert 2 < sum(found) < 20


@pytest.mark.parametrize('codec', ['H264', 'H265', 'AV1'])
@pytest.mark.parametrize(
    'sample', [b'', b'\xff\xd8\xff\xe0', b'\0\0\0\x20\x65', b'\x89PNG'], ids=range(4)
)
def test_other_bytes_are_no_samples(codec: str, sample: bytes) -> None:
    """Images, and units with a length in front, are not Annex B; neither is nothing."""
    assert not is_sample(codec, sample) or (codec == 'AV1' and sample[0] == 0)


@given(st.sampled_from(['H264', 'H265', 'AV1']), st.binary(max_size=200))
def test_foreign_bytes(codec: str, sample: bytes) -> None:
    """Any bytes get an answer, and what holds no unit is no keyframe."""
    found = is_keyframe(codec, sample)
    assert found in (True, False)
    if codec != 'AV1' and b'\0\0\1' not in sample:
        assert not found
