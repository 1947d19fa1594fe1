"""Errors say where."""

from __future__ import annotations

import pytest

from rerun_bridge import errors
from rerun_bridge.errors import BridgeError, ConfigError, SourceError


def test_place_comes_before_the_message() -> None:
    """File, topic, type, row and offset are attributes and part of the text."""
    error = BridgeError('is odd', file='a.mcap', topic='/t', type_name='p/msg/T', row=3, offset=7)
    assert str(error) == 'a.mcap, topic /t, type p/msg/T, message 3, byte 7: is odd'
    assert (error.file, error.row, error.offset) == ('a.mcap', 3, 7)
    assert str(BridgeError('is odd')) == 'is odd'


@pytest.mark.parametrize('name', errors.__all__)
def test_all_are_bridge_errors(name: str) -> None:
    """One name catches everything that is the bridge's own."""
    assert issubclass(getattr(errors, name), BridgeError)


def test_built_in_parents() -> None:
    """Who catches what Python raises catches ours too."""
    assert issubclass(ConfigError, ValueError)
    assert issubclass(SourceError, OSError)
