"""
The whole exception tree of rerun_bridge, on one screen.

::

    BridgeError
    ├─ ConfigError       the user's configuration is wrong             (also a ValueError)
    ├─ DefinitionError   a message definition cannot be understood     (also a ValueError)
    ├─ DecodeError       bytes do not fit their message definition     (also a ValueError)
    ├─ ConvertError      a decoded message cannot be drawn             (also a ValueError)
    ├─ SourceError       a bag or a live source cannot be read         (also an OSError)
    └─ SinkError         a recording cannot be written or sent         (also an OSError)

Every error says *where*: keyword arguments given at ``raise`` become attributes and are part of
the text.
"""

from __future__ import annotations

__all__ = [
    'BridgeError',
    'ConfigError',
    'ConvertError',
    'DecodeError',
    'DefinitionError',
    'SinkError',
    'SourceError',
]


class BridgeError(Exception):
    """
    Something that rerun_bridge was asked to do cannot be done.

    :param message: what is wrong, in one line, with the fix where there is one.
    :param file: the file it was found in.
    :param topic: the topic it concerns.
    :param type_name: the ROS type it concerns, e.g. ``sensor_msgs/msg/Imu``.
    :param row: index of the message in its channel.
    :param offset: byte offset in the file or message.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        topic: str | None = None,
        type_name: str | None = None,
        row: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.topic = topic
        self.type_name = type_name
        self.row = row
        self.offset = offset

    def __str__(self) -> str:
        """Return the place, then the message."""
        named = (('', self.file), ('topic ', self.topic), ('type ', self.type_name))
        place = [f'{word}{value}' for word, value in named if value is not None]
        counted = (('message ', self.row), ('byte ', self.offset))
        place += [f'{word}{value}' for word, value in counted if value is not None]
        return f'{", ".join(place)}: {self.message}' if place else self.message


class ConfigError(BridgeError, ValueError):
    """The configuration is wrong; the message names file, line and key."""


class DefinitionError(BridgeError, ValueError):
    """A message definition is missing, malformed or contradicts itself."""


class DecodeError(BridgeError, ValueError):
    """Bytes do not fit their definition: CDR, image, point cloud, .rrd."""


class ConvertError(BridgeError, ValueError):
    """A decoded message cannot become Rerun components."""


class SourceError(BridgeError, OSError):
    """A source cannot be opened or read."""


class SinkError(BridgeError, OSError):
    """A sink cannot be opened or written."""
