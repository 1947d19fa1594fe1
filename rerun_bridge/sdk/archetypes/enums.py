"""Rerun's enums of archetypes; a name or a number does for any of them."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    'AggregationPolicy',
    'ChannelDatatype',
    'ColorModel',
    'Colormap',
    'FillMode',
    'GraphType',
    'InterpolationMode',
    'MagnificationFilter',
    'MarkerShape',
    'MeshFaceRendering',
    'PixelFormat',
    'PointShading',
    'TransformRelation',
    'VideoCodec',
    'ViewDir',
]


class AggregationPolicy(IntEnum):
    """How the points of a curve that fall into one pixel become one."""

    Off = 1
    Average = 2
    Max = 3
    Min = 4
    MinMax = 5
    MinMaxAverage = 6


class ChannelDatatype(IntEnum):
    """The type of the numbers of a picture."""

    U8 = 6
    I8 = 7
    U16 = 8
    I16 = 9
    U32 = 10
    I32 = 11
    U64 = 12
    I64 = 13
    F16 = 33
    F32 = 34
    F64 = 35


class ColorModel(IntEnum):
    """Which channels the pixels of a picture have, in which order."""

    L = 1
    RGB = 2
    RGBA = 3
    BGR = 4
    BGRA = 5


class Colormap(IntEnum):
    """Which colours numbers get."""

    Grayscale = 1
    Inferno = 2
    Magma = 3
    Plasma = 4
    Turbo = 5
    Viridis = 6
    CyanToYellow = 7
    Spectral = 8
    Twilight = 9
    RvizMap = 10
    RvizCostmap = 11
    Costmap = 12


class FillMode(IntEnum):
    """How a shape is drawn."""

    MajorWireframe = 1
    DenseWireframe = 2
    Solid = 3
    TransparentFillMajorWireframe = 4


class GraphType(IntEnum):
    """Whether edges have a direction."""

    Undirected = 1
    Directed = 2


class InterpolationMode(IntEnum):
    """How a curve goes from point to point."""

    Linear = 1
    StepAfter = 2
    StepBefore = 3
    StepMid = 4


class MagnificationFilter(IntEnum):
    """How a picture is drawn larger than its pixels."""

    Nearest = 1
    Linear = 2
    Bicubic = 3


class MarkerShape(IntEnum):
    """The shape of a point in a plot."""

    Circle = 1
    Diamond = 2
    Square = 3
    Cross = 4
    Plus = 5
    Up = 6
    Down = 7
    Left = 8
    Right = 9
    Asterisk = 10


class MeshFaceRendering(IntEnum):
    """Which sides of a triangle are drawn."""

    DoubleSided = 1
    Front = 2
    Back = 3


class PixelFormat(IntEnum):
    """The layout of a picture in planes, with colours at half size or behind a Bayer filter."""

    Y_U_V12_LimitedRange = 20
    NV12 = 26
    YUY2 = 27
    Y8_FullRange = 30
    Y_U_V24_LimitedRange = 39
    Y_U_V24_FullRange = 40
    Y8_LimitedRange = 41
    Y_U_V12_FullRange = 44
    Y_U_V16_LimitedRange = 49
    Y_U_V16_FullRange = 50
    BayerRGGB8 = 128
    BayerBGGR8 = 129
    BayerGBRG8 = 130
    BayerGRBG8 = 131


class PointShading(IntEnum):
    """How points in space are shaded."""

    Gradient = 1
    Flat = 2


class TransformRelation(IntEnum):
    """Which way a transform goes."""

    ParentFromChild = 1
    ChildFromParent = 2


class VideoCodec(IntEnum):
    """How video is encoded; the numbers are four letters each."""

    AV1 = 1635135537
    H264 = 1635148593
    H265 = 1751479857
    VP8 = 1987063864
    VP9 = 1987063865


class ViewDir(IntEnum):
    """Where an axis of a frame points to."""

    Up = 1
    Down = 2
    Right = 3
    Left = 4
    Forward = 5
    Back = 6
