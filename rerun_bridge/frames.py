"""How the coordinate frames of messages are named in the recording."""

from __future__ import annotations

from collections.abc import Mapping

from rerun_bridge.nouns import dataclass, field

__all__ = ['Frames']


@dataclass(frozen=True)
class Frames:
    """
    The naming rule of all frames: rename first, then put the prefix before.

    :param prefix: before every frame id, e.g. ``robot1/``: keeps several robots apart.
    :param rename: frame id in the messages to frame id in the recording, without the prefix.
    """

    prefix: str = ''
    rename: Mapping[str, str] = field(default_factory=dict)

    def name(self, frame_id: str) -> str:
        """Return a frame's name in the recording; an empty frame id is no frame and stays so."""
        renamed = self.rename.get(frame_id, frame_id)
        return f'{self.prefix}{renamed}' if renamed else ''
