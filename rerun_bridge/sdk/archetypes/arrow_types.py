"""The Arrow types of components; what is inside a vector or list is never null."""

from __future__ import annotations

import pyarrow as pa

__all__ = [
    'AXES',
    'AXIS_ANGLE',
    'BLOB',
    'BOOL',
    'F32',
    'F64',
    'I32',
    'I64',
    'IMAGE_FORMAT',
    'MAT3',
    'STRIP2',
    'STRIP2D_F64',
    'STRIP3',
    'TRIANGLE',
    'U16',
    'U32',
    'U8',
    'UTF8',
    'VEC2',
    'VEC2D',
    'VEC3',
    'VEC4',
    'VOXEL',
]

F32, F64 = pa.float32(), pa.float64()
U8, U16, U32 = pa.uint8(), pa.uint16(), pa.uint32()
I32, I64 = pa.int32(), pa.int64()
UTF8, BOOL = pa.utf8(), pa.bool_()


def _vector(item: pa.DataType, size: int) -> pa.DataType:
    return pa.list_(pa.field('item', item, nullable=False), size)


def _list(item: pa.DataType) -> pa.DataType:
    return pa.list_(pa.field('item', item, nullable=False))


VEC2, VEC3, VEC4 = _vector(F32, 2), _vector(F32, 3), _vector(F32, 4)
VEC2D = _vector(F64, 2)
MAT3 = _vector(F32, 9)
AXES = _vector(U8, 3)
TRIANGLE, VOXEL = _vector(U32, 3), _vector(I32, 3)
BLOB = _list(U8)
STRIP2, STRIP3, STRIP2D_F64 = _list(VEC2), _list(VEC3), _list(VEC2D)
AXIS_ANGLE = pa.struct(
    [pa.field('axis', VEC3, nullable=False), pa.field('angle', F32, nullable=False)]
)
IMAGE_FORMAT = pa.struct(
    [
        pa.field('width', U32, nullable=False),
        pa.field('height', U32, nullable=False),
        pa.field('pixel_format', U8),
        pa.field('color_model', U8),
        pa.field('channel_datatype', U8),
    ]
)
