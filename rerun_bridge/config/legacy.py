"""
The configuration of the deprecated C++ bridge, both generations, as it was written.

A key that bridge did not know it did not see, so such keys are collected, not refused; a value it
could not have read is an error here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from rerun_bridge.config.nodes import MapNode, Node, ScalarNode
from rerun_bridge.config.readers import (
    Place,
    Reader,
    checked,
    entries_of,
    flag,
    is_nothing,
    keyed,
    list_of,
    name,
    number,
    numbers,
    record,
    text,
    whole_number,
)
from rerun_bridge.topic_patterns import pattern

__all__ = [
    'LegacyConfig',
    'LegacyPinhole',
    'LegacyTf',
    'LegacyTransform',
    'LegacyUrdf',
    'is_legacy',
    'read_legacy',
]

LEGACY_ONLY = ('topic_to_entity_path', 'topic_options', 'extra_transform3ds', 'extra_pinholes')
NEW_ONLY = ('topics', 'frames', 'recording', 'live', 'viewer')

T = TypeVar('T')


class LegacyTransform(NamedTuple):
    """A static transform of an entity; its numbers are row by row."""

    entity_path: str
    transform: tuple[float, ...]
    from_parent: bool


class LegacyPinhole(NamedTuple):
    """The intrinsics of an entity; ``image_from_camera`` is row by row."""

    entity_path: str
    width: int
    height: int
    image_from_camera: tuple[float, ...]


class LegacyTf(NamedTuple):
    """
    How the old bridge named and sampled transforms.

    :param update_rate: of interpolated transforms; 0 is none.
    :param tree: entity path to frame, in order; the first is the root.
    """

    update_rate: float = 0.0
    tree: Mapping[str, str] = {}


class LegacyUrdf(NamedTuple):
    """A robot model; empty where there is none."""

    file_path: str = ''
    entity_path: str = ''


class LegacyConfig(NamedTuple):
    """
    What an old file says, by its own keys.

    :param topic_to_entity_path: of the first generation.
    :param topic_options: of the second: by topic, leading part of one, or type.
    :param ignored: keys that mean nothing.
    """

    topic_to_entity_path: Mapping[str, str] = {}
    topic_options: Mapping[str, Mapping[str, object]] = {}
    extra_transform3ds: tuple[LegacyTransform, ...] = ()
    extra_pinholes: tuple[LegacyPinhole, ...] = ()
    tf: LegacyTf = LegacyTf()
    urdf: LegacyUrdf = LegacyUrdf()
    ignored: tuple[str, ...] = ()


def is_legacy(root: Node) -> bool:
    """Tell whether a file is of the old form: it has a key that only the old form has."""
    if not isinstance(root, MapNode):
        return False
    keys = {key.value for key, _ in root.entries if isinstance(key, ScalarNode)}
    new = keys & {*NEW_ONLY}
    return not new and ('tf' in keys or not keys.isdisjoint(LEGACY_ONLY))


def _first_12(matrix: tuple[float, ...]) -> tuple[float, ...]:
    return matrix[:12]


Table = Mapping[str, Reader[object]]

SIZE = whole_number(1, 1_000_000_000)
TOPIC_OPTIONS: Table = {
    'entity_path': name,
    'restamp': flag,
    'min_depth': number,
    'max_depth': number,
    'colormap': text,
    'colormap_field': name,
    'colormap_min': number,
    'colormap_max': number,
}
TRANSFORM: Table = {
    'entity_path': name,
    'transform': checked(numbers(12, 16), _first_12),
    'from_parent': flag,
}
PINHOLE: Table = {
    'entity_path': name,
    'width': SIZE,
    'height': SIZE,
    'image_from_camera': numbers(9),
}


def _tree(node: Node, place: Place) -> dict[str, str]:
    """Read frames within frames, as entity path to frame."""
    found: dict[str, str] = {}
    for frame, key, below in entries_of(node, place):
        if not frame.strip('/'):
            raise place.error(key, 'a frame without a name')
        found[f'/{frame}'] = frame
        if not is_nothing(below):
            inner = _tree(below, place.below(frame))
            found.update((f'/{frame}{path}', name) for path, name in inner.items())
    return found


def _of_topic(reader: Reader[T]) -> Callable[[str], Reader[T]]:
    """Return what reads the values of topics; their names must be some here, too."""

    def reader_of(topic: str) -> Reader[T]:
        pattern(topic)
        return reader

    return reader_of


def read_legacy(root: Node, place: Place) -> LegacyConfig:
    """
    Read an old file.

    :raises ConfigError: a value is none that the old bridge could read.
    """
    ignored: list[str] = []

    def tolerant(make: Callable[..., T], table: Table, required: Sequence[str] = ()) -> Reader[T]:
        """Read a mapping like :func:`record`, but over unknown keys."""
        strict = record(make, table, required)

        def read(node: Node, place: Place) -> T:
            if not isinstance(node, MapNode):
                return strict(node, place)
            known = []
            for key, value in node.entries:
                if (word := text(key, place)) in table:
                    known.append((key, value))
                else:
                    ignored.append(place.below(word).keys)
            return strict(MapNode(node.line, tuple(known)), place)

        return read

    options = tolerant(dict[str, object], TOPIC_OPTIONS)
    sections: Table = {
        'topic_to_entity_path': keyed(_of_topic(name)),
        'topic_options': keyed(_of_topic(options)),
        'extra_transform3ds': list_of(tolerant(LegacyTransform, TRANSFORM, tuple(TRANSFORM))),
        'extra_pinholes': list_of(tolerant(LegacyPinhole, PINHOLE, tuple(PINHOLE))),
        'tf': tolerant(LegacyTf, {'update_rate': number, 'tree': _tree}),
        'urdf': tolerant(LegacyUrdf, {'file_path': text, 'entity_path': text}),
    }
    found = tolerant(LegacyConfig, sections)(root, place)
    return found._replace(ignored=tuple(ignored))
