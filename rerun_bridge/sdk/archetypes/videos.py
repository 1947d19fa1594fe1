"""Archetypes of video and sound."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BLOB, BOOL, F32, I64, U32, UTF8
from rerun_bridge.sdk.archetypes.inputs import BlobLike, EnumLike, PathLike, TimeLike
from rerun_bridge.sdk.archetypes.media_type import file_of

__all__ = ['AssetAudio', 'AssetVideo', 'VideoFrameReference', 'VideoStream']


class VideoStream(Archetype):
    """
    Video, sample by sample.

    :param codec: what the samples are encoded in.
    :param sample: the bytes of one picture, in the order of decoding.
    :param is_keyframe: whether it can be decoded without those before it.
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    codec = Component('VideoCodec', U32)
    sample = Component('VideoSample', BLOB)
    is_keyframe = Component('IsKeyframe', BOOL)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)

    def __init__(
        self,
        codec: EnumLike,
        *,
        sample: BlobLike | None = None,
        is_keyframe: bool | None = None,
        opacity: float | None = None,
        draw_order: float | None = None,
    ) -> None:
        self._log(locals())


class AssetVideo(Archetype):
    """
    A whole video.

    :param path: of the file.
    :param contents: what is in the file; instead of ``path``.
    :param media_type: found out where not given.
    """

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)

    def __init__(
        self,
        *,
        path: PathLike | None = None,
        contents: BlobLike | None = None,
        media_type: str | None = None,
    ) -> None:
        blob, media_type = file_of('AssetVideo', path, contents, media_type)
        self._log(locals())


class AssetAudio(Archetype):
    """
    A whole sound.

    :param path: of the file.
    :param contents: what is in the file; instead of ``path``.
    :param media_type: found out where not given.
    """

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)

    def __init__(
        self,
        *,
        path: PathLike | None = None,
        contents: BlobLike | None = None,
        media_type: str | None = None,
    ) -> None:
        blob, media_type = file_of('AssetAudio', path, contents, media_type)
        self._log(locals())


class VideoFrameReference(Archetype):
    """
    A picture of a video that was logged as a whole.

    :param timestamp: since the video's start; numbers are nanoseconds.
    :param seconds: instead of ``timestamp``.
    :param nanoseconds: instead of ``timestamp``.
    :param video_reference: path of the video's entity; this one where not given.
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    timestamp = Component('VideoTimestamp', I64)
    video_reference = Component('EntityPath', UTF8)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)

    def __init__(
        self,
        timestamp: TimeLike | None = None,
        *,
        seconds: float | None = None,
        nanoseconds: int | None = None,
        video_reference: str | None = None,
        opacity: float | None = None,
        draw_order: float | None = None,
    ) -> None:
        if sum(each is not None for each in (timestamp, seconds, nanoseconds)) != 1:
            raise ValueError('VideoFrameReference: give one of timestamp, seconds and nanoseconds')
        if seconds is not None:
            timestamp = int(seconds * 1e9 + 0.5)
        elif nanoseconds is not None:
            timestamp = nanoseconds
        self._log(locals())
