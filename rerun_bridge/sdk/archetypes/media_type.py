"""Media types of what Rerun shows, and how to tell them; levels of text logs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rerun_bridge.sdk.archetypes.inputs import PathLike

__all__ = ['MediaType', 'TextLogLevel', 'file_of']


class MediaType:
    """Media types, as text."""

    TEXT = 'text/plain'
    MARKDOWN = 'text/markdown'
    JPEG = 'image/jpeg'
    PNG = 'image/png'
    RVL = 'application/rvl'
    GLB = 'model/gltf-binary'
    GLTF = 'model/gltf+json'
    OBJ = 'model/obj'
    PLY = 'application/x-ply'
    STL = 'model/stl'
    MP4 = 'video/mp4'
    AAC = 'audio/aac'
    FLAC = 'audio/flac'
    M4A = 'audio/mp4'
    MP3 = 'audio/mpeg'
    OGG = 'audio/ogg'
    WAV = 'audio/wav'

    @staticmethod
    def guess_from_path(path: PathLike) -> str | None:
        """Return the media type of a file by its name; None for one that Rerun does not show."""
        return BY_SUFFIX.get(os.path.splitext(os.fspath(path))[1].lower())


class TextLogLevel:
    """The usual levels of text logs, as text."""

    CRITICAL = 'CRITICAL'
    ERROR = 'ERROR'
    WARN = 'WARN'
    INFO = 'INFO'
    DEBUG = 'DEBUG'
    TRACE = 'TRACE'


BY_SUFFIX = {
    '.jpg': MediaType.JPEG,
    '.jpeg': MediaType.JPEG,
    '.png': MediaType.PNG,
    '.glb': MediaType.GLB,
    '.gltf': MediaType.GLTF,
    '.obj': MediaType.OBJ,
    '.ply': MediaType.PLY,
    '.stl': MediaType.STL,
    '.mp4': MediaType.MP4,
    '.aac': MediaType.AAC,
    '.flac': MediaType.FLAC,
    '.m4a': MediaType.M4A,
    '.mp3': MediaType.MP3,
    '.oga': MediaType.OGG,
    '.ogg': MediaType.OGG,
    '.opus': MediaType.OGG,
    '.wav': MediaType.WAV,
}
"""By the ending of a file's name."""

MAGIC = (
    (b'\xff\xd8\xff', MediaType.JPEG),
    (b'\x89PNG\r\n\x1a\n', MediaType.PNG),
    (b'glTF', MediaType.GLB),
)


def file_of(
    name: str, path: PathLike | None, contents: Any, media_type: str | None
) -> tuple[Any, str | None]:
    """
    Return what is in a file, and its media type.

    :param name: of the archetype, for errors.
    :param contents: instead of the path.
    :param media_type: guessed by the file's name or first bytes where it is None.
    :raises ValueError: not exactly one of path and contents is given.
    """
    if (path is None) == (contents is None):
        raise ValueError(f'{name}: give either path or contents')
    if path is not None:
        with open(path, 'rb') as file:
            contents = file.read()
        media_type = media_type or MediaType.guess_from_path(path)
    elif hasattr(contents, 'read'):
        contents = contents.read()
    if media_type is None and isinstance(contents, bytes):
        media_type = next((kind for magic, kind in MAGIC if contents.startswith(magic)), None)
    return contents, media_type
