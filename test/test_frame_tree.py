"""The frame that most hangs on is found, whatever order the transforms come in."""

from __future__ import annotations

from rerun_bridge.frame_tree import FrameTree


def test_root_of_the_largest_tree_comes_first() -> None:
    """Frames below a root count, those with data twice; unconnected frames are roots too."""
    tree = FrameTree()
    tree.add_edges([('base', 'lidar'), ('odom', 'base'), ('other', 'thing')])
    tree.add_frames(['gps'])
    assert tree.roots() == ['odom', 'gps', 'other']


def test_well_known_names_decide_a_tie() -> None:
    """Where sizes are equal, map comes before odom, and odom before any name."""
    tree = FrameTree()
    tree.add_frames(['camera', 'odom', 'map'])
    assert tree.roots() == ['map', 'odom', 'camera']


def test_a_new_parent_replaces_the_old() -> None:
    """A child that changes its parent hangs on the new one."""
    tree = FrameTree()
    tree.add_edges([('odom', 'base')])
    tree.add_edges([('map', 'base'), ('map', 'odom')])
    assert tree.roots()[0] == 'map'
    assert 'odom' not in tree.roots()


def test_loops_and_empty_names_are_survived() -> None:
    """Transforms in a circle end, a frame above itself is none, an empty name is no frame."""
    tree = FrameTree()
    tree.add_edges([('a', 'b'), ('b', 'a'), ('c', 'c'), ('', 'd')])
    tree.add_frames(['', 'a'])
    assert set(tree.roots()) <= {'a', 'b'}
    assert FrameTree().roots() == []


def test_trees_are_of_what_is_drawn() -> None:
    """The frames of plots count for where views start, not among what is apart."""
    tree = FrameTree()
    tree.add_edges([('map', 'base'), ('shelf', 'tag')])
    tree.add_frames(['base', 'gps'])
    tree.add_frames(['joy', 'base'], placed=False)
    assert 'joy' in tree.roots()
    assert tree.trees() == {'map': ['base'], 'shelf': [], 'gps': ['gps']}
