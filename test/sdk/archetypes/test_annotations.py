"""Annotations; what becomes of them is in cells/test_read_records.py."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes import AnnotationContext, AnnotationInfo, ClassDescription


def test_a_class_alone_can_be_logged() -> None:
    """It is a context of one class."""
    one = ClassDescription(info=AnnotationInfo(1, 'a', 0xFF))
    assert one.cells == AnnotationContext([one]).cells


def test_short_forms_of_a_class() -> None:
    """Just the id, or the arguments."""
    for info in (3, (3,), (3, None), AnnotationInfo(3)):
        made = ClassDescription(info=info, keypoint_annotations=None, keypoint_connections=None)
        assert repr(made.info) == 'AnnotationInfo(3, None, None)'
        assert (made.keypoint_annotations, made.keypoint_connections) == ([], [])
