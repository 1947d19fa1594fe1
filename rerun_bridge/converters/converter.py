"""
The contract of a converter: decoded columns in, columns of Rerun components out.

A ROS type is drawn by exactly one file ``converters/<package>/<snake_name>.py`` that holds one
``CONVERTER``; its path is its registration. A converter says what it draws; every field that it
does not name under ``draws`` is kept by reflection on the topic's entity, so nothing is lost by
leaving a field out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['Context', 'Convert', 'Converter', 'EntityColumns', 'State']

State = object
"""What ``start`` makes for a channel; only the converter that made it looks inside."""


@dataclass(frozen=True)
class EntityColumns:
    """
    Component columns of one entity, to become one chunk.

    :param components: all of the same number of rows.
    :param path: below the topic's entity: ``''`` is the topic's own, ``'twist'`` its child.
        A part that comes from the data (a joint or frame name) is given unescaped, one part per
        ``/``-free string.
    :param rows: int64, shape (rows,): the message each row comes from; None when row ``i`` is
        message ``i``.
    :param stamps_ns: int64, shape (rows,): own times for ``ros_time`` (e.g. each transform's
        stamp); None takes the message's header stamp.
    :param static: holds at all times, on all timelines; ``rows`` are then ignored.
    :param held: identifiers of components that rarely change (frame ids, covariances, intrinsics,
        names): where all rows of a batch have the same value, it is stored at the first row only,
        and latest-at gives it to the others.
    :param in_header_frame: holds spatial data in the frame of the message's header: gets its
        ``CoordinateFrame`` (the topic's own entity always does, unless the components already have
        one).
    """

    components: tuple[ComponentColumn, ...]
    path: tuple[str, ...] = ()
    rows: npt.NDArray[np.int64] | None = None
    stamps_ns: npt.NDArray[np.int64] | None = None
    static: bool = False
    held: frozenset[str] = frozenset()
    in_header_frame: bool = False


@dataclass(frozen=True)
class Context:
    """
    Read-only look-ups for a converter.

    :param channel: the channel that the columns come from.
    :param options: of the topic's rule, e.g. ``color_field``, ``colormap``; empty when there is no
        rule.
    :param first: whether this is the first batch of its channel: the place for static components.
    :param static: the channel's messages hold at all times (``/tf_static``, a map published once).
    :param frame_name: the name of a frame in the recording, from the name in a message
        (a prefix per robot, frames renamed by the configuration).
    """

    channel: Channel
    options: Mapping[str, object] = field(default_factory=dict)
    first: bool = False
    static: bool = False
    frame_name: Callable[[str], str] = str


Convert = Callable[[Columns, State, Context], Iterable[EntityColumns]]


@dataclass(frozen=True)
class Converter:
    """
    How one ROS type is drawn.

    :param type_name: e.g. ``sensor_msgs/msg/Imu``.
    :param convert: pure but for ``state``. An image or cloud that contradicts itself raises
        :class:`~rerun_bridge.errors.ConvertError` with its ``row``: that row is kept raw and
        counted, and the rest is converted again without it.
    :param draws: dotted paths (a path stands for all below it) whose values the drawn components
        carry in full.
    :param metres: the drawn paths that are float64 metres drawn as float32: where that loses more
        than 1 mm, the float64 values are kept beside it and the report says so.
    :param drawn_as: what a user sees, for the report: ``Image``, ``Points3D``, ``plot`` …
    :param carries: path of the bytes that become a component as they are, where they do, and are
        not looked at: messages that differ in nothing else look the same.
    :param start: makes the state of a channel; None for a stateless converter.
    :param by_channel: what it draws depends on the channel, and not only on the first batch of it:
        so messages of several channels cannot be drawn together.
    """

    type_name: TypeName
    convert: Convert
    draws: tuple[str, ...]
    drawn_as: str
    metres: tuple[str, ...] = ()
    carries: str = ''
    start: Callable[[], State] | None = None
    by_channel: bool = False
