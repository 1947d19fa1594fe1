"""Archetypes have the names, arguments and values that rerun-sdk gives them."""

from __future__ import annotations

import json
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rerun_bridge.sdk import archetypes
from rerun_bridge.sdk.archetypes import ViewCoordinates
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from test.support.archetype_calls import CALLS
from test.support.archetypes import (
    ARCHETYPES,
    described,
    described_in_reference,
    described_officially,
    enums,
    logged,
    signature_of,
    signatures,
)
from test.support.official import rerun, run_script

UNLIKE = {'McapStatistics.channel_message_counts': 'rerun-sdk 0.41 cannot log it'}
"""Components that no call of both SDKs has, and why."""


@lru_cache(maxsize=1)
def official(judge: Path) -> dict[str, Any]:
    """Return the signatures, enums and view coordinates of the official SDK."""
    found: dict[str, Any] = json.loads(run_script(judge, 'describe_signatures'))
    return found


@pytest.mark.judge
def test_components_are_the_official_ones(judge: Path) -> None:
    """All of them, with the same names and Arrow types, in the same order."""
    ours, theirs = described(), described_officially(judge)
    assert ours == theirs
    fields = official(judge)['fields']
    assert {name: list(found.components) for name, found in ARCHETYPES.items()} == fields


def test_components_are_those_of_the_reference(shared: Path) -> None:
    """The same, where the official SDK is not at hand."""
    ours, reference = described(), described_in_reference(shared)
    assert {name: ours.get(name) for name in reference} == reference
    assert ours.keys() - reference.keys() == UNLIKE.keys()


@pytest.mark.judge
def test_constructors_take_the_official_arguments(judge: Path) -> None:
    """The same names in the same order, by position or keyword, with or without a default."""
    assert signatures() == official(judge)['constructors']


@pytest.mark.judge
def test_words_beside_archetypes_take_the_official_arguments(judge: Path) -> None:
    """Rotations, formats, tensors, annotations, values of one's own."""
    helpers = official(judge)['helpers']
    assert {name: signature_of(getattr(archetypes, name)) for name in helpers} == helpers


@pytest.mark.judge
def test_the_same_calls_log_the_same(judge: Path, tmp_path: Path) -> None:
    """Component by component: what a reader finds, and by the official tool."""
    ours, theirs = tmp_path / 'ours.rrd', tmp_path / 'theirs.rrd'
    with RecordingStream('test_app', 'test_recording') as recording:
        recording.set_sinks(FileSink(ours))
        for path, call in CALLS.items():
            cells = call(archetypes).cells.items()
            recording.send_columns(path, [], [component.rows([cell]) for component, cell in cells])
    run_script(judge, 'write_archetypes', theirs)
    for path in (ours, theirs):  # the properties hold the time of writing
        rerun(judge, 'rrd', 'filter', path, '--drop-entity', '/__properties', '-o', f'{path}.data')
    found = json.loads(run_script(judge, 'compare_recordings', f'{ours}.data', f'{theirs}.data'))
    assert found['different'] == {}
    assert len(found['entities']) == len(CALLS)
    rerun(judge, 'rrd', 'compare', '--unordered', f'{ours}.data', f'{theirs}.data')


def test_the_calls_leave_no_component_out() -> None:
    """Every component of every archetype is in the comparison above."""
    used = {component for call in CALLS.values() for component in call(archetypes).cells}
    missing = {
        f'{name}.{field}'
        for name, archetype in ARCHETYPES.items()
        for field, component in archetype.components.items()
        if component not in used
    }
    assert missing == UNLIKE.keys()


@pytest.mark.parametrize('path', CALLS)
def test_all_instances_of_a_call_are_valid_arrow(path: str) -> None:
    """And an empty cell or None beside them is an empty list or null."""
    for component, cell in CALLS[path](archetypes).cells.items():
        lists = component.rows([cell, None, component.cells.empty, cell]).lists
        lists.to_pyarrow().validate(full=True)
        first, null, empty, last = lists.to_pylist()
        assert (null, empty) == (None, [])
        assert first == last
        assert component.cell_bytes(cell) >= 0


def enum_values(names: Any) -> dict[str, dict[str, int]]:
    """Return the values of this SDK's enums, of those names that are enums here."""
    found = {name: getattr(archetypes, name, None) for name in names}
    return {
        name: {member.name: member.value for member in enum}
        for name, enum in found.items()
        if isinstance(enum, type) and issubclass(enum, IntEnum)
    }


@pytest.mark.judge
def test_enums_have_the_official_values(judge: Path) -> None:
    """Of every enum that an archetype takes."""
    theirs = official(judge)['enums']
    ours = enum_values(archetypes.__all__)
    assert {name: theirs.get(name) for name in ours} == ours


def test_enums_have_the_values_of_the_reference(shared: Path) -> None:
    """The same, where the official SDK is not at hand; no enum of an archetype is missing."""
    reference = enums(shared)
    assert {name: reference[name] for name in enum_values(reference)} == enum_values(reference)
    types = {component_type.split('.')[-1] for _, _, component_type, _ in described().values()}
    assert types & reference.keys() <= enum_values(reference).keys()


@pytest.mark.judge
def test_view_coordinates_have_the_official_axes(judge: Path) -> None:
    """All constants, none more."""
    theirs = official(judge)['coordinates']
    ours = {name: logged(getattr(ViewCoordinates, name))['xyz'][0] for name in theirs}
    assert ours == theirs
    assert {name for name in vars(ViewCoordinates) if name.isupper()} == theirs.keys()


VECTORS = [
    (archetype, field, component.cells.shape)
    for archetype in ARCHETYPES.values()
    for field, component in archetype.components.items()
    if getattr(component.cells, 'shape', None) and component.cells.dtype.kind == 'f'
]


@pytest.mark.parametrize(
    ('archetype', 'field', 'shape'), VECTORS, ids=lambda each: getattr(each, '__name__', str(each))
)
def test_a_wrong_shape_is_told_with_the_field_and_both_shapes(
    archetype: Any, field: str, shape: tuple[int, ...]
) -> None:
    """Of every component that is a vector."""
    wrong = (2, *shape[:-1], shape[-1] + 1)
    with pytest.raises((TypeError, ValueError)) as told:
        archetype.from_fields(**{field: np.zeros(wrong)})
    text = str(told.value)
    assert text.startswith(f'{archetype.__name__}:{field}: ')
    if 'RotationAxisAngle' not in text:
        assert f'shape {wrong}' in text
        assert f'wanted (n, {", ".join(map(str, shape))})' in text or 'wanted (3, 3)' in text


COMPONENTS = [each for found in ARCHETYPES.values() for each in found.components.values()]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.binary(max_size=4)
    | hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)


@pytest.mark.filterwarnings('ignore')  # of numpy, about what it is asked to make an array of
@settings(max_examples=400)
@given(data=st.data())
def test_whatever_is_given_is_logged_or_told(data: st.DataObject) -> None:
    """No other error than for a wrong type or value, and never a broken column."""
    component = data.draw(st.sampled_from(COMPONENTS))
    junk = data.draw(JUNK)
    told, cell = '', None
    try:
        cell = component.cell(junk)
    except (TypeError, ValueError) as error:
        told = str(error)
    assert cell is not None or told.startswith(f'{component.descriptor.component}: ')
    component.rows([cell, None, cell]).lists.to_pyarrow().validate(full=True)
