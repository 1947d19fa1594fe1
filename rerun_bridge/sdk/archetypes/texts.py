"""Archetypes of texts."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import U32, UTF8
from rerun_bridge.sdk.archetypes.inputs import ColorLike

__all__ = ['TextDocument', 'TextLog']


class TextLog(Archetype):
    """
    A line of a log.

    :param level: a ``TextLogLevel`` or any other word.
    """

    text = Component('Text', UTF8)
    level = Component('TextLogLevel', UTF8)
    color = Component('Color', U32)

    def __init__(
        self,
        text: str,
        *,
        level: str | None = None,
        color: ColorLike | None = None,
    ) -> None:
        self._log(locals())


class TextDocument(Archetype):
    """
    A text to read.

    :param media_type: ``MediaType.MARKDOWN``; plain text where not given.
    """

    text = Component('Text', UTF8)
    media_type = Component('MediaType', UTF8)

    def __init__(
        self,
        text: str,
        *,
        media_type: str | None = None,
    ) -> None:
        self._log(locals())
