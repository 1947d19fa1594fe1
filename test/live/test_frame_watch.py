"""Frames that nothing connects."""

from __future__ import annotations

from rerun_bridge.live.frame_watch import PATIENCE_NS, FrameWatch


def test_a_frame_has_time_to_be_connected() -> None:
    """Then it is told once, with what hangs on it, and again when it is connected."""
    watch = FrameWatch()
    assert watch.look({}, 0) == []
    apart = {'map': ['base'], 'sensors': ['laser', 'sensors'], 'cam': ['cam']}
    assert watch.look(apart, 1) == []
    assert watch.look(apart, PATIENCE_NS) == []
    (change,) = watch.look(apart, PATIENCE_NS + 1)
    assert change.is_warning
    assert change.what.startswith('no transform connects sensors (with laser), cam with map:')
    assert watch.look(apart, PATIENCE_NS * 2) == []
    (change,) = watch.look({'map': ['base', 'cam'], 'sensors': ['laser']}, PATIENCE_NS * 3)
    assert change == ('', 'frame cam is connected to map now', False)


def test_a_frame_that_is_connected_in_time_is_not_told() -> None:
    """Nor is the only one, nor one that has become the main one."""
    watch = FrameWatch()
    watch.look({'map': [], 'cam': ['cam']}, 0)
    assert watch.look({'map': ['cam']}, PATIENCE_NS) == []
    assert len(watch.look({'map': [], 'odom': ['odom']}, PATIENCE_NS)) == 0
    (told,) = watch.look({'map': [], 'odom': ['odom']}, PATIENCE_NS * 2)
    assert told.is_warning
    assert watch.look({'odom': ['odom']}, PATIENCE_NS * 3) == []


def test_many_are_told_in_one_line() -> None:
    """The first of them by name."""
    watch = FrameWatch()
    trees = {'map': [], **{f'c{number}': [f'c{number}'] for number in range(9)}}
    watch.look(trees, 0)
    (change,) = watch.look(trees, PATIENCE_NS)
    assert 'c0, c1, c2, c3, c4, c5 and 3 more with map' in change.what
