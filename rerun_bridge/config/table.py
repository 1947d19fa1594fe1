"""Every key of the configuration, with what reads it; ``config/default.yaml`` explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from rerun_bridge.config.qos_overrides import qos_overrides
from rerun_bridge.config.readers import (
    Reader,
    checked,
    choice,
    flag,
    keyed,
    list_of,
    mapping_of,
    name,
    number_range,
    numbers,
    positive,
    record,
    size_bytes,
    size_or_nothing,
    text,
    whole_number,
)
from rerun_bridge.config.settings import (
    VIEWER_MODES,
    Config,
    RecordingSettings,
    UrdfSettings,
    ViewerSettings,
)
from rerun_bridge.frames import ExtraPinhole, ExtraTransform, Frames
from rerun_bridge.geometry.colormaps import COLORMAPS
from rerun_bridge.live_settings import CLOCK_JUMPS, LiveSettings
from rerun_bridge.topic_patterns import pattern
from rerun_bridge.topic_rules import TopicRule, TopicSelection

__all__ = ['CONFIG', 'CONVERTER_OPTIONS', 'RULES', 'RULE_KEYS']

PATH_WORDS = ('topic', 'namespace', 'name')
MOST = 1_000_000_000

CONVERTER_OPTIONS: Mapping[str, Reader[object]] = {
    'color_field': name,
    'colormap': choice(*COLORMAPS),
    'color_range': number_range,
    'every_nth': whole_number(1, MOST),
    'max_points': whole_number(1, MOST),
    'max_width': whole_number(1, MOST),
    'jpeg_quality': whole_number(1, 100),
    'depth_limits': number_range,
}
"""What a rule may tell a converter; it comes as ``Context.options``."""

RULE_KEYS = (
    'entity_path',
    'frame_id',
    'frame_prefix',
    'fields_only',
    'restamp',
    'max_hz',
    *CONVERTER_OPTIONS,
)


def _template(reader: Reader[str], words: tuple[str, ...]) -> Reader[str]:
    """Read a text in which only some words are used."""

    def check(template: str) -> str:
        for _, word, spec, conversion in Formatter().parse(template):
            if word is not None and (word not in words or spec or conversion):
                known = ', '.join(f'{{{known}}}' for known in words)
                raise ValueError(f'{{{word}}} is not known; known are {known}')
        return template

    return checked(reader, check)


def _rule(match: str) -> Reader[TopicRule]:
    """Return what reads the rule of a match."""
    words = (*PATH_WORDS, *pattern(match).groupindex)
    keys: Mapping[str, Reader[object]] = {
        'entity_path': _template(name, words),
        'frame_id': _template(name, words),
        'frame_prefix': _template(text, words),
        'fields_only': flag,
        'restamp': flag,
        'max_hz': positive,
        **CONVERTER_OPTIONS,
    }

    def make(**values: object) -> TopicRule:
        options = {key: value for key, value in values.items() if key in CONVERTER_OPTIONS}
        own = {key: value for key, value in values.items() if key not in CONVERTER_OPTIONS}
        rule: Callable[..., TopicRule] = TopicRule
        return rule(match, options=options, **own)

    return record(make, keys)


def _rules(found: Mapping[str, TopicRule]) -> tuple[TopicRule, ...]:
    return tuple(found.values())


def _pattern(written: str) -> str:
    pattern(written)
    return written


def _depths(settings: LiveSettings) -> LiveSettings:
    if settings.min_qos_depth > settings.max_qos_depth:
        raise ValueError('min_qos_depth must not be above max_qos_depth')
    return settings


def _three_rows(matrix: tuple[float, ...]) -> tuple[float, ...]:
    return matrix[:12]


MATRIX: Reader[tuple[float, ...]] = checked(numbers(12, 16), _three_rows)
TRANSFORM = {
    'parent_frame': name,
    'child_frame': name,
    'matrix': MATRIX,
    'from_parent': flag,
}
TRANSFORM_NEEDS = ('parent_frame', 'child_frame', 'matrix')
PINHOLE = {
    'frame_id': name,
    'width': whole_number(1, MOST),
    'height': whole_number(1, MOST),
    'image_from_camera': numbers(9),
}
RULES: Reader[tuple[TopicRule, ...]] = checked(keyed(_rule), _rules)
PORT = whole_number(0, 65535)
DEPTH = whole_number(1, MOST)

CONFIG: Reader[Config] = record(
    Config,
    {
        'topics': record(
            TopicSelection,
            {
                'include': list_of(checked(name, _pattern)),
                'exclude': list_of(checked(name, _pattern)),
                'rules': RULES,
            },
        ),
        'frames': record(
            Frames,
            {
                'prefix': text,
                'rename': mapping_of(name),
                'root': name,
                'extra_transforms': list_of(record(ExtraTransform, TRANSFORM, TRANSFORM_NEEDS)),
                'extra_pinholes': list_of(record(ExtraPinhole, PINHOLE, tuple(PINHOLE))),
            },
        ),
        'recording': record(
            RecordingSettings,
            {
                'application_id': name,
                'name': name,
                'recording_id': name,
                'layout': flag,
                'compress': flag,
            },
        ),
        'live': checked(
            record(
                LiveSettings,
                {
                    'include_hidden': flag,
                    'min_qos_depth': DEPTH,
                    'max_qos_depth': DEPTH,
                    'qos_overrides': qos_overrides,
                    'queue_bytes': size_bytes,
                    'low_latency': flag,
                    'lazy': flag,
                    'use_sim_time': flag,
                    'on_clock_jump': choice(*CLOCK_JUMPS),
                    'statistics': flag,
                    'domain': whole_number(0, 232),
                },
            ),
            _depths,
        ),
        'viewer': record(
            ViewerSettings,
            {
                'mode': choice(*VIEWER_MODES),
                'serve': flag,
                'addr': name,
                'port': PORT,
                'web_port': PORT,
                'ws_port': PORT,
                'open_browser': flag,
                'backlog_bytes': size_or_nothing,
                'save': name,
            },
        ),
        'urdf': record(UrdfSettings, {'file_path': name, 'entity_path': name}),
    },
)
