"""What annotations, pairs and counts are made of."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk.archetypes import (
    AnnotationContext,
    AnnotationInfo,
    ClassDescription,
    McapChannel,
    McapStatistics,
)
from test.support.archetypes import logged


@pytest.mark.parametrize(
    'context',
    [
        [(7, 'car', [255, 0, 0])],
        AnnotationInfo(7, 'car', 0xFF0000FF),
        [AnnotationInfo(id=7, label='car', color=(1.0, 0.0, 0.0))],
        ClassDescription(info=(7, 'car', (255, 0, 0, 255))),
    ],
)
def test_a_class_however_it_is_said(context: Any) -> None:
    """One context of one class."""
    ((found,),) = logged(AnnotationContext(context))['context']
    assert found['class_id'] == 7
    info = {'id': 7, 'label': 'car', 'color': 0xFF0000FF}
    assert found['class_description']['info'] == info


def test_a_class_with_keypoints() -> None:
    """Labels, colours and the lines between them."""
    described = ClassDescription(
        info=1, keypoint_annotations=[(0, 'head'), 1], keypoint_connections=[(0, 1)]
    )
    ((found,),) = logged(described)['context']
    keypoints = found['class_description']['keypoint_annotations']
    assert [each['label'] for each in keypoints] == ['head', None]
    connections = found['class_description']['keypoint_connections']
    assert connections == [{'keypoint0': 0, 'keypoint1': 1}]


def test_pairs_from_a_mapping_or_a_list() -> None:
    """The metadata of a channel."""
    arguments: dict[str, Any] = {'id': 1, 'topic': '/a', 'message_encoding': 'cdr'}
    for metadata in ({'k': 'v'}, [('k', 'v')]):
        found = logged(McapChannel(**arguments, metadata=metadata))['metadata']
        assert found == [[{'first': 'k', 'second': 'v'}]]


def test_counts_from_a_mapping_or_a_list() -> None:
    """The messages of a channel."""
    for counts in ({3: 10**12}, [(3, 10**12)]):
        found = logged(McapStatistics.from_fields(channel_message_counts=counts))
        wanted = [[{'channel_id': 3, 'message_count': 10**12}]]
        assert found == {'channel_message_counts': wanted}


def test_an_id_too_large() -> None:
    """Ids of classes have 16 bits."""
    with pytest.raises(TypeError, match='AnnotationContext:context: '):
        AnnotationContext([(70000, 'car')])
