"""What ``import rerun_bridge`` offers."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import rerun_bridge
from rerun_bridge.sdk import api, archetypes

ROOT = Path(__file__).parent.parent


def test_every_function_and_archetype_is_there() -> None:
    """Under its own name, listed, and with a type that editors see."""
    names = {*api.__all__, *archetypes.__all__}
    assert names <= set(rerun_bridge.__all__)
    assert names <= set(dir(rerun_bridge))
    for name in rerun_bridge.__all__:
        found = getattr(rerun_bridge, name)
        assert getattr(found, '__name__', name).rpartition('.')[2] == name


def test_editors_see_what_there_is() -> None:
    """All that is loaded when it is asked for is imported for type checkers."""
    tree = ast.parse((ROOT / 'rerun_bridge' / '__init__.py').read_text(encoding='utf-8'))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == set(rerun_bridge.__all__)
    assert (ROOT / 'rerun_bridge' / 'py.typed').exists()


def test_what_is_not_there_is_an_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="'rerun_bridge' has no attribute 'Nothing'"):
        _ = rerun_bridge.Nothing


def test_importing_it_loads_next_to_nothing() -> None:
    """Neither numpy nor pyarrow: the commands start faster."""
    code = 'import rerun_bridge, sys; print([n for n in ("numpy", "pyarrow") if n in sys.modules])'
    result = subprocess.run(
        [sys.executable, '-c', code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == '[]'


def test_functions_keep_their_signatures() -> None:
    """Also those that tell misuse, for whoever asks for help."""
    assert 'addr' in inspect.signature(rerun_bridge.connect).parameters
    assert 'viewer' in (rerun_bridge.connect.__doc__ or '')
