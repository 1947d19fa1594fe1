"""Whether bytes can be a message of a type."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.definitions.msg import parse_msg
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup.fit import fits

LITTLE, BIG = b'\0\1\0\0', b'\0\0\0\0'
OTHER = f'\n{"=" * 80}\nMSG: pkg/Other\nint8 b\nfloat64 c\n'


def fit(text: str, data: bytes) -> bool:
    """Return whether bytes fit a definition."""
    return fits(parse_msg(text, TypeName('pkg/msg/Type')), data)


@pytest.mark.parametrize(
    ('text', 'data'),
    [
        ('int8 a\nint32 b', struct.pack('<b3xi', 1, 2)),
        ('int8 a\nfloat64 b', struct.pack('<b7xd', 1, 2)),
        ('string a\nbool b', b'\3\0\0\0hi\0\1'),
        ('string a', b'\0\0\0\0'),
        ('int16[3] a', bytes(6)),
        ('float64[] a', bytes(4)),
        ('float64[] a', b'\1\0\0\0' + bytes(12)),
        ('string[<=2] a', b'\2\0\0\0' + b'\1\0\0\0\0' + bytes(3) + b'\1\0\0\0\0'),
        ('Other[] a' + OTHER, b'\2\0\0\0' + struct.pack('<b3xdb7xd', 1, 2, 3, 4)),
        ('', b'\0'),
    ],
)
def test_exact_bytes(text: str, data: bytes) -> None:
    """Alignment counts from behind the encapsulation header."""
    assert fit(text, LITTLE + data)
    assert fit(text, LITTLE + data + bytes(3))
    assert not fit(text, LITTLE + data + bytes(4))
    assert not fit(text, LITTLE + data[:-1])


@pytest.mark.parametrize(
    ('text', 'data'),
    [
        ('bool a', b'\2'),
        ('string a', b'\2\0\0\0hi'),
        ('int8[<=1] a', b'\2\0\0\0\0\0'),
        ('int8[] a', b'\xff\xff\xff\xff'),
        ('Other[] a' + OTHER, b'\xff\xff\xff\xff'),
        ('Other[4000000000] a' + OTHER, bytes(99)),
    ],
)
def test_bytes_that_cannot_be(text: str, data: bytes) -> None:
    """Values out of range, and counts that promise too much."""
    assert not fit(text, LITTLE + data)


def test_headers() -> None:
    """Both byte orders; nothing but plain CDR."""
    assert fit('string a', BIG + b'\0\0\0\2a\0')
    assert not fit('string a', LITTLE + b'\0\0\0\2a\0')
    assert not fit('int8 a', b'\0\7\0\0\0')
    assert not fit('int8 a', b'\0\1')


def test_wide_strings_are_not_judged() -> None:
    """Writers disagree on them."""
    assert fit('wstring a', LITTLE)


TEXT = 'string[] a\nbool b\nOther[<=3] c\nfloat64[] d\nOther e' + OTHER


@given(st.binary(max_size=80), st.sampled_from([LITTLE, BIG, b'']))
def test_any_bytes_are_judged(data: bytes, header: bytes) -> None:
    """Never an error."""
    assert fit(TEXT, header + data) in (True, False)
