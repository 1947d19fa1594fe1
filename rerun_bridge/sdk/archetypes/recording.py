"""Archetypes that concern the recording itself."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, I64, UTF8
from rerun_bridge.sdk.archetypes.inputs import TimeLike

__all__ = ['Clear', 'RecordingInfo']


class RecordingInfo(Archetype):
    """
    What a recording is called and when it began.

    :param start_time: numbers are nanoseconds since the Unix epoch.
    """

    start_time = Component('Timestamp', I64)
    name = Component('Name', UTF8)

    def __init__(
        self,
        *,
        start_time: TimeLike | None = None,
        name: str | None = None,
    ) -> None:
        self._log(locals())


class Clear(Archetype):
    """
    Empties an entity from now on.

    :param recursive: also all entities below it.
    """

    is_recursive = Component('ClearIsRecursive', BOOL)

    def __init__(
        self,
        *,
        recursive: bool,
    ) -> None:
        self._log(locals(), is_recursive=recursive)

    @staticmethod
    def flat() -> Clear:
        """Return what empties the entity alone."""
        return Clear(recursive=False)

    @staticmethod
    def recursive() -> Clear:
        """Return what empties also all entities below it."""
        return Clear(recursive=True)
