"""The archetype that gives class ids labels and colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import ANNOTATIONS
from rerun_bridge.sdk.archetypes.inputs import AnnotationsLike, ColorLike

__all__ = ['AnnotationContext', 'AnnotationInfo', 'ClassDescription']


class AnnotationInfo:
    """
    Label and colour of a class or keypoint.

    :param id: of the class or keypoint.
    """

    __slots__ = ('color', 'id', 'label')

    def __init__(
        self,
        id: int,  # noqa: A002 - its name in rerun-sdk
        label: str | None = None,
        color: ColorLike | None = None,
    ) -> None:
        self.id = id
        self.label = label
        self.color = color

    def __repr__(self) -> str:
        """Return how to make it."""
        return f'AnnotationInfo({self.id!r}, {self.label!r}, {self.color!r})'


class ClassDescription:
    """
    A class, and the keypoints that things of this class have.

    :param info: of the class: an ``AnnotationInfo``, its arguments as a tuple, or just the id.
    :param keypoint_annotations: likewise.
    :param keypoint_connections: pairs of ids of keypoints with a line between them.
    """

    __slots__ = ('info', 'keypoint_annotations', 'keypoint_connections')

    def __init__(
        self,
        *,
        info: AnnotationInfo | Sequence[Any] | int,
        keypoint_annotations: Sequence[AnnotationInfo | Sequence[Any] | int] | None = (),
        keypoint_connections: Sequence[tuple[int, int]] | None = (),
    ) -> None:
        self.info = _info(info)
        self.keypoint_annotations = [_info(each) for each in keypoint_annotations or ()]
        self.keypoint_connections = [(first, last) for first, last in keypoint_connections or ()]

    @property
    def cells(self) -> dict[Component, Any]:
        """What ``log`` takes: an ``AnnotationContext`` of this one class."""
        return AnnotationContext(self).cells


def _info(given: AnnotationInfo | Sequence[Any] | int) -> AnnotationInfo:
    if isinstance(given, AnnotationInfo):
        return given
    return AnnotationInfo(given) if isinstance(given, int) else AnnotationInfo(*given)


class AnnotationContext(Archetype):
    """
    Labels and colours of class ids, for this entity and all below it.

    :param context: one class or several; each a ``ClassDescription``, an ``AnnotationInfo``, its
        arguments as a tuple, or just the id.
    """

    context = Component('AnnotationContext', ANNOTATIONS)

    def __init__(self, context: AnnotationsLike) -> None:
        self._log(locals())
