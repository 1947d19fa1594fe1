"""The table of keys agrees with what it fills and with who reads it."""

from __future__ import annotations

import re
from pathlib import Path

from rerun_bridge.config.table import CONVERTER_OPTIONS, RULE_KEYS
from rerun_bridge.nouns import fields
from rerun_bridge.topic_rules import TopicRule

OPTION = re.compile(r"""options(?:\.get\(|\[)'(\w+)'""")


def test_a_rule_has_a_key_for_every_field() -> None:
    """What is no option for the converter is a field of TopicRule, and none is forgotten."""
    own = set(fields(TopicRule)) - {'match', 'options'}
    assert set(RULE_KEYS) - set(CONVERTER_OPTIONS) == own


def test_every_option_is_read_by_a_converter() -> None:
    """No key is a promise that nothing keeps, and none is out of reach."""
    sources = (Path(__file__).parents[2] / 'rerun_bridge' / 'converters').rglob('*.py')
    read = {key for source in sources for key in OPTION.findall(source.read_text())}
    assert read == set(CONVERTER_OPTIONS)
