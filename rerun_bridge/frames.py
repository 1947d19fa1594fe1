"""How the frames of messages are named in the recording, and which there are besides."""

from __future__ import annotations

from collections.abc import Mapping

from rerun_bridge.nouns import dataclass, field

__all__ = ['ExtraPinhole', 'ExtraTransform', 'Frames']


@dataclass(frozen=True)
class ExtraTransform:
    """
    Where a frame is in another one, at all times.

    :param matrix: 3 rows of 4 numbers, row by row: rotation (and scale), translation in metres.
    :param from_parent: the matrix takes points of the parent to the child, not the other way.
    """

    parent_frame: str
    child_frame: str
    matrix: tuple[float, ...]
    from_parent: bool = False


@dataclass(frozen=True)
class ExtraPinhole:
    """
    How a camera projects that sends no ``camera_info``, at all times.

    :param frame_id: of the camera: of the headers of its pictures.
    :param image_from_camera: the matrix K, row by row.
    """

    frame_id: str
    width: int
    height: int
    image_from_camera: tuple[float, ...]


@dataclass(frozen=True)
class Frames:
    """
    The naming rule of all frames: rename first, then put the prefixes before.

    :param prefix: before every frame id, e.g. ``robot1/``: keeps several robots apart.
    :param rename: frame id in the messages to frame id in the recording, without the prefix.
    :param root: the frame that views start from; None is the one that most hangs on. This and the
        frames below are called as in the recording, the prefix included.
    :param extra_transforms: that no message tells.
    :param extra_pinholes: likewise.
    """

    prefix: str = ''
    rename: Mapping[str, str] = field(default_factory=dict)
    root: str | None = None
    extra_transforms: tuple[ExtraTransform, ...] = ()
    extra_pinholes: tuple[ExtraPinhole, ...] = ()

    def name(self, frame_id: str, topic_prefix: str = '') -> str:
        """
        Return a frame's name in the recording; an empty frame id is no frame and stays so.

        :param topic_prefix: of the topic's own rule; after the one of all.
        """
        renamed = self.rename.get(frame_id, frame_id)
        return f'{self.prefix}{topic_prefix}{renamed}' if renamed else ''
