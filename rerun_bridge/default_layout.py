"""
The layout of a recording that has pictures: a view for each, beside space, plots and texts.

Without one, viewers show pictures of several cameras in one view, where named frames leave no
place for them. A recording without pictures is laid out by the viewer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath

if TYPE_CHECKING:
    from rerun_bridge.sdk.blueprint import Blueprint, Container, View

__all__ = ['SeenEntities', 'default_layout']

OF_RERUN = 'rerun.archetypes.'
PICTURES = frozenset({'Image', 'EncodedImage', 'DepthImage', 'EncodedDepthImage', 'VideoStream'})
SPACE = frozenset(
    {
        'Arrows3D',
        'Ellipsoids3D',
        'GridMap',
        'InstancePoses3D',
        'LineStrips3D',
        'Pinhole',
        'Points3D',
        'Transform3D',
    }
)
MOST_BELOW_EACH_OTHER, MOST_IN_A_GRID = 3, 6
"""More views than these become tabs."""


class _Recording(Protocol):
    def send_chunk(self, chunk: Chunk) -> None:
        """Take a chunk."""


class SeenEntities:
    """
    A recording that notes which archetypes its entities have.

    :param recording: takes the chunks.
    """

    def __init__(self, recording: _Recording) -> None:
        self._recording = recording
        self.archetypes: dict[EntityPath, set[str]] = {}

    def send_chunk(self, chunk: Chunk) -> None:
        """Note what is in a chunk and send it on."""
        seen = self.archetypes.setdefault(chunk.entity_path, set())
        for column in chunk.components:
            seen.add(column.descriptor.archetype or '')
        self._recording.send_chunk(chunk)

    def pictures(self, path: EntityPath) -> list[str]:
        """Return which kinds of pictures an entity has, of those that its type may have."""
        return sorted(_drawn(self.archetypes.get(path, ())) & PICTURES)


def default_layout(
    archetypes: Mapping[EntityPath, Iterable[str]], topics: Iterable[EntityPath]
) -> Blueprint | None:
    """
    Return the layout, None where the viewer's own does.

    :param archetypes: of each entity, their full names.
    :param topics: their entities; plots below one share a view.
    """
    short = {
        path: _drawn(names)
        for path, names in sorted(archetypes.items(), key=lambda item: item[0].parts)
    }
    cameras = [path for path, names in short.items() if names & PICTURES]
    if not cameras:
        return None
    from rerun_bridge.sdk import blueprint as rrb  # most conversions do without

    everything = set[str]().union(*short.values())
    pictures: list[View | Container] = [
        rrb.Spatial2DView(origin=str(path), name=_title(path), contents=_alone(path, cameras))
        for path in cameras
    ]
    if 'GeoPoints' in everything:
        pictures.append(rrb.MapView(origin='/', name='map'))
    above: View | Container = _together(pictures)
    if everything & SPACE:
        space = rrb.Spatial3DView(origin='/', name='3D')
        above = rrb.Horizontal(space, above, column_shares=[3, 2])
    below = [*_plots(short, topics), *_texts(everything, short)]
    if not below:
        return rrb.Blueprint(above)
    return rrb.Blueprint(rrb.Vertical(above, rrb.Horizontal(*below), row_shares=[3, 2]))


def _drawn(names: Iterable[str]) -> set[str]:
    """Return which of Rerun's own archetypes these are; fields that are kept have others."""
    return {name[len(OF_RERUN) :] for name in names if name.startswith(OF_RERUN)}


def _alone(path: EntityPath, cameras: Iterable[EntityPath]) -> list[str]:
    """Return the contents of a picture's view: no other picture, as a compressed one below it."""
    size = len(path.parts)
    below = [each for each in cameras if each != path and each.parts[:size] == path.parts]
    return ['$origin/**', *(f'- {each}/**' for each in below)]


def _title(path: EntityPath) -> str:
    return '/'.join(path.parts[-3:])


def _together(views: list[View | Container]) -> View | Container:
    from rerun_bridge.sdk import blueprint as rrb

    if len(views) <= MOST_BELOW_EACH_OTHER:
        return views[0] if len(views) == 1 else rrb.Vertical(*views)
    return (rrb.Grid if len(views) <= MOST_IN_A_GRID else rrb.Tabs)(*views)


def _plots(
    short: Mapping[EntityPath, set[str]], topics: Iterable[EntityPath]
) -> list[View | Container]:
    """Return a view of plots for each topic that has some."""
    from rerun_bridge.sdk import blueprint as rrb

    known = sorted(topics, key=lambda topic: -len(topic.parts))
    of_topic: dict[EntityPath, list[EntityPath]] = {}
    for path, names in short.items():
        if 'Scalars' in names:
            owners = (each for each in known if path.parts[: len(each.parts)] == each.parts)
            of_topic.setdefault(next(owners, path), []).append(path)
    views: list[View | Container] = [
        rrb.TimeSeriesView(
            origin=str(topic), contents=[f'+ {path}' for path in paths], name=_title(topic)
        )
        for topic, paths in of_topic.items()
    ]
    return [rrb.Tabs(*views)] if len(views) > 1 else views


def _texts(everything: set[str], short: Mapping[EntityPath, set[str]]) -> list[View | Container]:
    from rerun_bridge.sdk import blueprint as rrb

    views: list[View | Container] = []
    if 'TextLog' in everything:
        views.append(rrb.TextLogView(origin='/', name='log'))
    if 'StateChange' in everything:
        views.append(rrb.StateTimelineView(origin='/', name='states'))
    views += [
        rrb.TextDocumentView(origin=str(path), name=_title(path))
        for path, names in short.items()
        if 'TextDocument' in names
    ]
    return [rrb.Tabs(*views)] if len(views) > 1 else views
