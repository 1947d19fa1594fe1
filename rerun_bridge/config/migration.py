"""
From the configuration of the deprecated C++ bridge to ours.

That bridge placed things by the paths of their entities; here they are placed by named frames. So
the paths of its ``tf.tree`` become the frames they stand for, and what it fixed to a path is fixed
to a frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from rerun_bridge.config.legacy import LegacyConfig
from rerun_bridge.geometry.colormaps import COLORMAPS
from rerun_bridge.messages import type_name

__all__ = ['LATER', 'Migration', 'migrated']

LATER = 'read and kept, but not drawn yet'
ROOT = 'root'
PACKED_COLORS = ('rgb', 'rgba')


class Migration(NamedTuple):
    """
    The same configuration in our form.

    :param data: as plain values, in the order of a file.
    :param notes: what differs, a line each.
    """

    data: Mapping[str, object]
    notes: Sequence[str]


def migrated(old: LegacyConfig) -> Migration:
    """Return our form of an old configuration."""
    places = _Places(old)
    notes = [f'{key}: means nothing, neither there nor here: left out' for key in old.ignored]
    rules = _rules(old, places, notes)
    _keep_apart(rules, notes)
    frames = _frames(old, places)
    notes += [*places.notes, *_general_notes(old)]
    urdf = {key: value for key, value in old.urdf._asdict().items() if value}
    data: dict[str, object] = {}
    if rules:
        data['topics'] = {'rules': rules}
    if frames:
        data['frames'] = frames
    if old.urdf.file_path:
        data['urdf'] = urdf
    return Migration(data, notes)


def _general_notes(old: LegacyConfig) -> list[str]:
    notes = [
        'topics without an entity_path: go to their own name; /a/b/c was /topics/a-b/c',
        'stamps: are the timeline ros_time; it was called timestamp',
    ]
    if old.tf.tree:
        notes.append(
            'tf.tree: not needed, messages name their frames; its first one is frames.root'
        )
    if old.tf.update_rate > 0:
        notes.append(
            f'tf.update_rate: transforms are kept as they come, not {old.tf.update_rate:g} times '
            'a second'
        )
    if old.urdf.file_path:
        notes.append(f'urdf: {LATER}')
    return notes


class _Places:
    """
    Which frame an entity path of the old bridge stands for.

    :ivar notes: frames that had to be made up.
    """

    def __init__(self, old: LegacyConfig) -> None:
        self.notes: list[str] = []
        self._frames = dict(old.tf.tree)
        self._root = next(iter(old.tf.tree.values()), None)
        self.own: dict[str, str] = {}
        for extra in old.extra_transform3ds:
            path = _normal(extra.entity_path)
            self.own[path] = self._frames.setdefault(path, self._new_name(path))
        for pinhole in old.extra_pinholes:
            path = _normal(pinhole.entity_path)
            self.own[path] = self.at(path)

    def at(self, path: str) -> str:
        """Return the frame of a path, or of the nearest one above it."""
        place = PurePosixPath(path)
        for above in (place, *place.parents):
            if (frame := self._frames.get(str(above))) is not None:
                return frame
        if self._root is not None:
            return self._root
        made_up = path.strip('/') or ROOT
        self._frames[path] = made_up
        self.notes.append(
            f'frames: {path} was placed by entities above it alone; it is the frame {made_up!r} '
            'here, which nothing places: name the one that is meant'
        )
        return made_up

    def of_topic(self, path: str) -> str | None:
        """Return the frame that a topic of a path is in, where it is not that of its headers."""
        return self.own.get(path) or self._frames.get(path)

    def _new_name(self, path: str) -> str:
        name = PurePosixPath(path).name
        return (path.strip('/') if name in self._frames.values() else name) or ROOT


def _normal(path: str) -> str:
    return '/' + '/'.join(part for part in path.split('/') if part)


def _frames(old: LegacyConfig, places: _Places) -> dict[str, object]:
    frames: dict[str, object] = {}
    if old.tf.tree:
        frames['root'] = next(iter(old.tf.tree.values()))
    if old.extra_transform3ds:
        frames['extra_transforms'] = [
            {
                'parent_frame': places.at(str(PurePosixPath(_normal(extra.entity_path)).parent)),
                'child_frame': places.own[_normal(extra.entity_path)],
                'matrix': list(extra.transform),
                'from_parent': extra.from_parent,
            }
            for extra in old.extra_transform3ds
        ]
    if old.extra_pinholes:
        frames['extra_pinholes'] = [
            {
                'frame_id': places.own[_normal(pinhole.entity_path)],
                'width': pinhole.width,
                'height': pinhole.height,
                'image_from_camera': list(pinhole.image_from_camera),
            }
            for pinhole in old.extra_pinholes
        ]
    return frames


def _rules(old: LegacyConfig, places: _Places, notes: list[str]) -> dict[str, dict[str, object]]:
    """
    Return the rules: of types, of namespaces, longer ones last, and of topics.

    A key without a path may be a topic or begin some: it becomes a rule for both.
    """
    types: dict[str, dict[str, object]] = {}
    namespaces: dict[str, dict[str, object]] = {}
    topics: dict[str, dict[str, object]] = {}
    for topic, path in old.topic_to_entity_path.items():
        topics[topic] = _path(path, places)
    for key, options in old.topic_options.items():
        rule = _rule(key, options, places, notes)
        if not key.startswith('/'):
            types[str(type_name(key))] = rule
            continue
        topics[key] = {**topics.get(key, {}), **rule}
        if 'entity_path' not in options:
            namespaces[f'{key.rstrip("/")}/**'] = rule
            notes.append(
                f'topic_options[{key!r}]: holds for that topic and those below it, no more for '
                'every topic whose name begins so'
            )
    topics.pop('/', None)
    notes += _shadowed(old.topic_options)
    for name, rule in types.items():
        if clash := sorted({key for space in namespaces.values() for key in space} & {*rule}):
            notes.append(
                f'topics.rules[{name!r}]: a rule for a namespace beats it now ({", ".join(clash)})'
            )
    by_length = dict(sorted(namespaces.items(), key=lambda item: len(item[0])))
    return {**types, **by_length, **topics}


def _shadowed(options: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return where the old bridge did not do what its documentation said."""
    return [
        f'topic_options[{longer!r}].{key}: beats that of {shorter!r}, as was documented; that '
        'bridge took the other one'
        for shorter in options
        for longer in options
        if longer != shorter and longer.startswith(shorter)
        for key in options[longer]
        if key in options[shorter] and options[shorter][key] != options[longer][key]
    ]


def _keep_apart(rules: dict[str, dict[str, object]], notes: list[str]) -> None:
    """Put a camera's info below its pictures: both on one entity would be in two frames."""
    topics_of: dict[object, list[str]] = {}
    for topic, rule in rules.items():
        if 'entity_path' in rule:
            topics_of.setdefault(rule['entity_path'], []).append(topic)
    for path, topics in topics_of.items():
        infos = [topic for topic in topics if topic.endswith('camera_info')]
        rest = [topic for topic in topics if topic not in infos]
        for topic in infos if rest else ():
            rules[topic]['entity_path'] = f'{path}/camera_info'
            notes.append(f'topics.rules[{topic!r}]: goes below its pictures, not with them')
        if len(rest) > 1:
            notes.append(f'{path}: {" and ".join(rest)} hide each other there')


def _path(path: str, places: _Places) -> dict[str, object]:
    """Return where a topic goes, and in which frame it is there."""
    rule: dict[str, object] = {'entity_path': path.replace('{', '{{').replace('}', '}}')}
    if frame := places.of_topic(_normal(path)):
        rule['frame_id'] = frame.replace('{', '{{').replace('}', '}}')
    return rule


def _rule(
    key: str, options: Mapping[str, object], places: _Places, notes: list[str]
) -> dict[str, object]:
    rule: dict[str, object] = {}
    if 'entity_path' in options:
        rule.update(_path(str(options['entity_path']), places))
    if options.get('restamp'):
        rule['restamp'] = True
    depths = [options.get('min_depth'), options.get('max_depth')]
    if depths != [None, None]:
        rule['depth_limits'] = depths
    rule.update(_colors(key, options, notes))
    return rule


def _colors(key: str, options: Mapping[str, object], notes: list[str]) -> dict[str, object]:
    """Return how a cloud is coloured; that bridge knew ``turbo`` and ``rgb``."""
    colormap, field = options.get('colormap'), options.get('colormap_field')
    rule: dict[str, object] = {}
    place = f'topic_options[{key!r}]'
    if colormap == 'turbo':
        rule['colormap'] = colormap
        if field is None:
            notes.append(f'{place}.colormap: colours by no field: add color_field')
    elif colormap not in (None, 'rgb'):
        known = ', '.join(COLORMAPS)
        notes.append(f'{place}.colormap: {colormap} was not known there: left out ({known})')
    elif field is not None and field not in PACKED_COLORS:
        notes.append(f'{place}.colormap_field: only rgb and rgba are taken for colours')
    if field is not None:
        rule['color_field'] = field
    elif colormap == 'rgb':
        rule['color_field'] = 'rgb'
    ends = [options.get('colormap_min'), options.get('colormap_max')]
    if ends != [None, None]:
        rule['color_range'] = ends
    return rule
