"""Archetypes of states."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, U32, UTF8
from rerun_bridge.sdk.archetypes.inputs import ColorsLike, FlagsLike, TextsLike

__all__ = ['StateChange', 'StateConfiguration']


class StateChange(Archetype):
    """The state something is in from now on."""

    state = Component('Text', UTF8)

    def __init__(
        self,
        *,
        state: TextsLike | None = None,
    ) -> None:
        self._log(locals())


class StateConfiguration(Archetype):
    """
    How states are named and coloured.

    :param values: the states as logged.
    :param labels: shown instead.
    :param visible: whether each is shown.
    """

    values = Component('Text', UTF8)
    labels = Component('Text', UTF8)
    colors = Component('Color', U32)
    visible = Component('Visible', BOOL)

    def __init__(
        self,
        *,
        values: TextsLike | None = None,
        labels: TextsLike | None = None,
        colors: ColorsLike | None = None,
        visible: FlagsLike | None = None,
    ) -> None:
        self._log(locals())
