"""TFMessage: a row per transform, or an entity per child frame where it is static."""

from __future__ import annotations

from test.support.messages import draw, xyz

TF = 'tf2_msgs/msg/TFMessage'


def stamped(child: str, nanosec: int) -> dict[str, object]:
    """Return a transform at a time."""
    return {
        'header': {'stamp': {'sec': 1, 'nanosec': nanosec}, 'frame_id': 'odom'},
        'child_frame_id': child,
        'transform': {'translation': xyz(nanosec, 0, 0)},
    }


MESSAGES = [
    {'transforms': [stamped('a', 1), stamped('b', 2)]},
    {'transforms': []},
    {'transforms': [stamped('a', 3)]},
]


def test_each_transform_has_its_own_stamp() -> None:
    """Rows follow the transforms, and know their message and their stamp."""
    drawn = draw(TF, MESSAGES)
    assert drawn.messages('Transform3D:child_frame') == [0, 0, 2]
    assert drawn.cells('Transform3D:child_frame') == [['robot/a'], ['robot/b'], ['robot/a']]
    (part,) = drawn.parts
    assert part.stamps_ns is not None
    assert part.stamps_ns.tolist() == [1_000_000_001, 1_000_000_002, 1_000_000_003]


def test_static_transforms_have_an_entity_each() -> None:
    """Of a static entity only the newest row counts, so children must not share one."""
    drawn = draw(TF, MESSAGES[:1], static=True)
    assert sorted(drawn.static) == ['a', 'b']
    assert drawn.static['b']['Transform3D:translation'] == [[2, 0, 0]]
    assert not drawn.rows
