"""Every key of the configuration, with what reads it; ``config/default.yaml`` explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from rerun_bridge.config.readers import (
    Reader,
    checked,
    choice,
    flag,
    list_of,
    mapping_of,
    name,
    number_range,
    record,
    text,
)
from rerun_bridge.config.settings import Config, RecordingSettings
from rerun_bridge.frames import Frames
from rerun_bridge.geometry.colormaps import COLORMAPS
from rerun_bridge.topic_rules import TopicRule, TopicSelection

__all__ = ['CONFIG', 'CONVERTER_OPTIONS', 'RULE']

PATH_WORDS = ('topic', 'namespace', 'name')


def _path_template(template: str) -> str:
    """Check that only the words are used that a topic rule knows."""
    for _, word, spec, conversion in Formatter().parse(template):
        if word is not None and (word not in PATH_WORDS or spec or conversion):
            known = ', '.join(f'{{{known}}}' for known in PATH_WORDS)
            raise ValueError(f'{{{word}}} is not known; known are {known}')
    return template


CONVERTER_OPTIONS: Mapping[str, Reader[object]] = {
    'color_field': name,
    'colormap': choice(*COLORMAPS),
    'color_range': number_range,
}
"""What a rule may tell a converter; it comes as ``Context.options``."""

RULE: Mapping[str, Reader[object]] = {
    'entity_path': checked(name, _path_template),
    'frame_id': name,
    'fields_only': flag,
    **CONVERTER_OPTIONS,
}


def _rules(found: Mapping[str, Mapping[str, object]]) -> tuple[TopicRule, ...]:
    """Make a rule of the keys below each match."""
    make: Callable[..., TopicRule] = TopicRule
    rules = []
    for match, values in found.items():
        options = {key: value for key, value in values.items() if key in CONVERTER_OPTIONS}
        own = {key: value for key, value in values.items() if key not in CONVERTER_OPTIONS}
        rules.append(make(match, options=options, **own))
    return tuple(rules)


CONFIG: Reader[Config] = record(
    Config,
    {
        'topics': record(
            TopicSelection,
            {
                'include': list_of(name),
                'exclude': list_of(name),
                'rules': checked(mapping_of(record(dict[str, object], RULE)), _rules),
            },
        ),
        'frames': record(Frames, {'prefix': text, 'rename': mapping_of(name)}),
        'recording': record(
            RecordingSettings, {'application_id': name, 'name': name, 'recording_id': name}
        ),
    },
)
