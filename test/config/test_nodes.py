"""YAML nodes: lines and values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.config.nodes import ListNode, MapNode, ScalarNode, read_nodes
from rerun_bridge.errors import ConfigError


def _read(folder: Path, text: str | bytes) -> object:
    file = folder / 'my.yaml'
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_nodes(file)


def test_nodes_know_their_lines(tmp_path: Path) -> None:
    """Keys, values and items have the line they are written in."""
    assert _read(tmp_path, '# c\na:\n  - 1\n  - x\n') == MapNode(
        2,
        (
            (
                ScalarNode(2, 'a', "'a'"),
                ListNode(3, (ScalarNode(3, 1, '1'), ScalarNode(4, 'x', "'x'"))),
            ),
        ),
    )


@pytest.mark.parametrize(
    ('text', 'value'),
    [
        ('0x10', 16),
        ('1.5', 1.5),
        ('1e3', 1000.0),
        ('-2.5E-1', -0.25),
        ("'1e3'", '1e3'),
        ('yes', True),
    ],
)
def test_scalars(tmp_path: Path, text: str, value: object) -> None:
    """Values are what a user means by them."""
    node = _read(tmp_path, text)
    assert isinstance(node, ScalarNode)
    assert node.value == value
    assert type(node.value) is type(value)


@pytest.mark.parametrize('text', ['2023-11-07', '=', '<<'])
def test_odd_texts_stay_texts(tmp_path: Path, text: str) -> None:
    """What YAML has special ideas about is taken as it is written."""
    assert _read(tmp_path, text) == ScalarNode(1, text, repr(text))


def test_nothing(tmp_path: Path) -> None:
    """An empty file has no node."""
    assert _read(tmp_path, '# only a comment') is None


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Foreign bytes give nodes or a ConfigError, nothing else."""
    file = tmp_path_factory.getbasetemp() / 'fuzz.yaml'
    file.write_bytes(data)
    problem = str(file)
    try:
        read_nodes(file)
    except ConfigError as error:
        problem = str(error)
    assert problem.startswith(str(file))
