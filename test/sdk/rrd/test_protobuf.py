"""Protobuf messages by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.rrd.protobuf import (
    bytes_field,
    bytes_of,
    length_prefix,
    message,
    number_of,
    read_fields,
    text_of,
    tuid,
    varint,
    varint_field,
)


@pytest.mark.parametrize(
    ('value', 'data'),
    [(0, '00'), (127, '7f'), (128, '8001'), (300, 'ac02'), (2**64 - 1, 'ff' * 9 + '01')],
)
def test_numbers_in_groups_of_seven_bits(value: int, data: str) -> None:
    """As the protobuf documentation has them."""
    assert varint(value).hex() == data


@given(st.integers(1, 2**29 - 1), st.integers(0, 2**64 - 1), st.integers(1, 1000), st.binary())
def test_reading_undoes_writing(number: int, value: int, other: int, data: bytes) -> None:
    """Whatever the fields' numbers; of fields with one number both are kept."""
    written = message(varint_field(number, value), bytes_field(other, data))
    fields = read_fields(memoryview(written))
    assert value in fields[number]
    assert data in fields[other]
    assert sum(map(len, fields.values())) == 2


def test_a_length_prefix_and_bytes_are_a_field() -> None:
    """So that large bytes need not be copied."""
    assert length_prefix(5, 3) + b'abc' == bytes_field(5, b'abc') == b'\x2a\x03abc'


def test_an_id_is_two_little_endian_numbers() -> None:
    """Its 16 bytes are big-endian."""
    fields = read_fields(memoryview(tuid(bytes(range(16)))))
    assert number_of(fields, 1) == 0x0001020304050607
    assert number_of(fields, 2) == 0x08090A0B0C0D0E0F


def test_missing_fields_are_zero_or_empty_and_the_last_of_many_counts() -> None:
    """As protobuf has it; 32-bit fields are read over."""
    fields = read_fields(memoryview(varint_field(1, 5) + varint_field(1, 6) + b'\x15abcd'))
    assert (number_of(fields, 1), number_of(fields, 9)) == (6, 0)
    assert (bytes(bytes_of(fields, 9)), text_of(fields, 9)) == (b'', '')


@pytest.mark.parametrize(
    'data',
    ['08', '0880', '08' + '80' * 11, '0a02ff', '0aff', '0900', '0d00', '0b', '0e', '0f'],
)
def test_what_ends_early_or_is_no_message_is_refused(data: str) -> None:
    """Numbers, lengths, fixed fields; groups are not known."""
    with pytest.raises(DecodeError):
        read_fields(memoryview(bytes.fromhex(data)))


def test_fields_of_another_kind_are_refused() -> None:
    """A number is no text, bytes are no number, and text is UTF-8."""
    fields = read_fields(memoryview(varint_field(1, 5) + bytes_field(2, b'\xff')))
    with pytest.raises(DecodeError, match='field 1 is a number'):
        bytes_of(fields, 1)
    with pytest.raises(DecodeError, match='field 2 is no number'):
        number_of(fields, 2)
    with pytest.raises(DecodeError, match='field 2 is no text'):
        text_of(fields, 2)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Never another error."""
    try:
        fields = read_fields(memoryview(data))
    except DecodeError:
        return
    assert sum(map(len, fields.values())) <= len(data)
