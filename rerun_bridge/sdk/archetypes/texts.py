"""Archetypes of texts."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.archetypes.arrow_types import U32, UTF8

__all__ = ['TextDocument', 'TextLog']


class TextLog:
    """A line of a log."""

    text = Component('Text', UTF8)
    level = Component('TextLogLevel', UTF8)
    color = Component('Color', U32)


class TextDocument:
    """A text to read."""

    text = Component('Text', UTF8)
    media_type = Component('MediaType', UTF8)
