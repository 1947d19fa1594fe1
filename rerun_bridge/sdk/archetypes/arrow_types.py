"""The Arrow types of components; what is inside a vector or list is never null."""

from __future__ import annotations

from rerun_bridge.sdk.arrow.types import (
    BOOL,
    NULL,
    UTF8,
    DataType,
    Field,
    list_of,
    number,
    struct_of,
    union_of,
    vector_of,
)

__all__ = [
    'ANNOTATION',
    'ANNOTATIONS',
    'AXES',
    'AXIS_ANGLE',
    'BLOB',
    'BOOL',
    'CHANNEL_COUNTS',
    'CLASS_DESCRIPTION',
    'F16',
    'F32',
    'F64',
    'HARMONICS',
    'I32',
    'I64',
    'IMAGE_FORMAT',
    'MAT3',
    'PAIR',
    'PAIRS',
    'STRIP2',
    'STRIP2D_F64',
    'STRIP3',
    'TENSOR',
    'TENSOR_NUMBERS',
    'TRIANGLE',
    'U16',
    'U32',
    'U64',
    'U8',
    'UTF8',
    'VEC2',
    'VEC2D',
    'VEC3',
    'VEC4',
    'VOXEL',
]

F16, F32, F64 = map(number, ('f2', 'f4', 'f8'))
U8, U16, U32, U64 = map(number, ('u1', 'u2', 'u4', 'u8'))
I32, I64 = map(number, ('i4', 'i8'))


def _list(item: DataType) -> DataType:
    return list_of(item, nullable=False)


VEC2, VEC3, VEC4 = vector_of(F32, 2), vector_of(F32, 3), vector_of(F32, 4)
VEC2D = vector_of(F64, 2)
MAT3 = vector_of(F32, 9)
AXES = vector_of(U8, 3)
TRIANGLE, VOXEL = vector_of(U32, 3), vector_of(I32, 3)
BLOB = _list(U8)
STRIP2, STRIP3, STRIP2D_F64 = _list(VEC2), _list(VEC3), _list(VEC2D)
HARMONICS = vector_of(vector_of(F16, 3), 15)


def _struct(known: dict[str, DataType], **maybe_null: DataType) -> DataType:
    fields = [Field(name, kind, False) for name, kind in known.items()]
    return struct_of(fields + [Field(name, kind) for name, kind in maybe_null.items()])


AXIS_ANGLE = _struct({'axis': VEC3, 'angle': F32})
IMAGE_FORMAT = _struct(
    {'width': U32, 'height': U32}, pixel_format=U8, color_model=U8, channel_datatype=U8
)
PAIR = _struct({'first': UTF8, 'second': UTF8})
PAIRS = _list(PAIR)
CHANNEL_COUNTS = _list(_struct({'channel_id': U16, 'message_count': U64}))
ANNOTATION = _struct({'id': U16}, label=UTF8, color=U32)
CLASS_DESCRIPTION = _struct(
    {
        'info': ANNOTATION,
        'keypoint_annotations': _list(ANNOTATION),
        'keypoint_connections': _list(_struct({'keypoint0': U16, 'keypoint1': U16})),
    }
)
ANNOTATIONS = _list(_struct({'class_id': U16, 'class_description': CLASS_DESCRIPTION}))
TENSOR_NUMBERS = {
    'U8': U8,
    'U16': U16,
    'U32': U32,
    'U64': U64,
    'I8': number('i1'),
    'I16': number('i2'),
    'I32': I32,
    'I64': I64,
    'F16': F16,
    'F32': F32,
    'F64': F64,
}
"""What a tensor may be of, in the order of their codes, which begin at 1."""
TENSOR = _struct(
    {'shape': _list(U64)},
    names=_list(UTF8),
    buffer=union_of(
        [
            Field('_null_markers', NULL),
            *[Field(name, _list(kind), False) for name, kind in TENSOR_NUMBERS.items()],
        ]
    ),
)
