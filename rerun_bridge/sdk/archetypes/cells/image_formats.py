"""Formats of raw pictures."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.arrow_types import IMAGE_FORMAT
from rerun_bridge.sdk.archetypes.cells.choices import member
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.enums import ChannelDatatype, ColorModel, PixelFormat
from rerun_bridge.sdk.archetypes.image_format import PACKED, ImageFormat
from rerun_bridge.sdk.archetypes.instances import struct_array
from rerun_bridge.sdk.archetypes.memory import Bytes
from rerun_bridge.sdk.arrow.arrays import Array, bits
from rerun_bridge.sdk.arrow_lists import number_array

__all__ = ['ImageFormats']

LAYOUT = np.dtype(
    [
        ('width', 'u4'),
        ('height', 'u4'),
        ('pixel_format', 'u1'),
        ('color_model', 'u1'),
        ('channel_datatype', 'u1'),
    ]
)
"""Of a cell, for numpy."""


DATATYPES = {
    np.dtype(name): ChannelDatatype[member_name]
    for name, member_name in (
        ('u1', 'U8'), ('u2', 'U16'), ('u4', 'U32'), ('u8', 'U64'), ('i1', 'I8'), ('i2', 'I16'),
        ('i4', 'I32'), ('i8', 'I64'), ('f2', 'F16'), ('f4', 'F32'), ('f8', 'F64'),
    )
}  # fmt: skip


class ImageFormats(Numbers):
    """
    Cells of picture formats.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, np.uint8, (LAYOUT.itemsize,))

    def cell(self, value: Any) -> bytes:
        """Return the packed formats of a row."""
        if isinstance(value, ImageFormat):
            try:
                return PACKED.pack(
                    value.width,
                    value.height,
                    member(PixelFormat, value.pixel_format, self.name),
                    member(ColorModel, value.color_model, self.name),
                    self._datatype(value.channel_datatype),
                )
            except struct.error:
                size = f'{value.width!r} × {value.height!r}'
                raise ValueError(f'{self.name}: {size}, wanted pixels') from None
        if isinstance(value, (list, tuple)):
            return b''.join([self.cell(each) for each in value])
        raise TypeError(f'{self.name}: {type(value).__name__}, wanted an ImageFormat')

    def _datatype(self, value: Any) -> int:
        if value is None or isinstance(value, (int, str)):
            return member(ChannelDatatype, value, self.name)
        found = DATATYPES.get(np.dtype(value))
        if found is None:
            known = ', '.join(map(str, DATATYPES))
            raise TypeError(f'{self.name}: {np.dtype(value)}, wanted one of {known}')
        return found

    def values(self, cells: Sequence[Bytes]) -> Array:
        """Return all formats."""
        return _formats(b''.join(cells))


@lru_cache(maxsize=64)
def _formats(packed: bytes) -> Array:
    """Return packed formats as an array; kept, for a camera has one."""
    table = np.frombuffer(packed, LAYOUT)
    columns = []
    for field in IMAGE_FORMAT:
        numbers = np.ascontiguousarray(table[field.name])
        column = number_array(numbers)
        if field.nullable:
            nulls = int((numbers == 0).sum())
            known = bits(numbers != 0) if nulls else None
            column = Array(field.type, (len(numbers), nulls), (known, column.part(1)))
        columns.append(column)
    return struct_array(IMAGE_FORMAT, columns)
