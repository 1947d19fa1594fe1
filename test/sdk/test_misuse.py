"""Misuse is told once per kind, or raised."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.archetypes import AnyValues, EncodedImage, Points3D, Scalars
from rerun_bridge.sdk.misuse import (
    MOST_KINDS,
    forgiving,
    is_strict,
    misused,
    reset,
    set_strict,
    switch,
    warn_once,
)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was told."""
    return [record.getMessage() for record in caplog.records if record.name == 'rerun_bridge']


def test_a_warning_is_told_once_per_kind(caplog: pytest.LogCaptureFixture) -> None:
    """Numbers do not make a kind."""
    for i in range(5):
        warn_once(f'row {i} is wrong')
        warn_once('another thing')
    assert told(caplog) == ['row 0 is wrong', 'another thing']
    reset()
    warn_once('another thing')
    assert len(told(caplog)) == 3


def test_warnings_that_are_all_different_come_to_an_end(caplog: pytest.LogCaptureFixture) -> None:
    """They must not fill memory or the log."""
    for i in range(MOST_KINDS + 50):
        warn_once('x' * i)
    assert len(told(caplog)) == len({'x' * min(i, 200) for i in range(MOST_KINDS)})


def test_misuse_raises_where_the_program_is_strict(caplog: pytest.LogCaptureFixture) -> None:
    """Or the call is; a call that is not does not."""
    error = ValueError('no')
    misused(error, 'log')
    assert told(caplog) == ['log: no']
    with pytest.raises(ValueError, match='no'):
        misused(error, 'log', strict=True)
    set_strict(True)
    assert is_strict()
    with pytest.raises(ValueError, match='no'):
        misused(error, 'log')
    misused(error, 'log', strict=False)
    assert len(told(caplog)) == 1


def test_the_environment_makes_programs_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in Rerun."""
    assert not is_strict()
    monkeypatch.setenv('RERUN_STRICT', 'yes')
    assert is_strict()


@pytest.mark.parametrize('error', [TypeError, ValueError, OverflowError])
def test_a_forgiving_function_warns_of_misuse_only(
    error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    """What else goes wrong is raised."""

    @forgiving
    def function(raised: type[Exception] | None) -> int:
        """Raise what is wanted."""
        if raised is not None:
            raise raised('wrong')
        return 5

    assert function(None) == 5
    assert function(error) is None
    assert told(caplog) == ['function: wrong']
    with pytest.raises(OSError, match='wrong'):
        function(OSError)
    set_strict(True)
    with pytest.raises(error, match='wrong'):
        function(error)


@pytest.mark.parametrize(
    ('text', 'meaning'),
    [('on', True), (' ON ', True), ('1', True), ('False', False), ('no', False), ('', None)],
)
def test_switches(text: str, meaning: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In upper and lower case."""
    assert switch('RERUN') is None
    monkeypatch.setenv('RERUN', text)
    assert switch('RERUN') is meaning


def test_a_switch_that_says_nonsense_warns(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It does not count."""
    monkeypatch.setenv('RERUN', 'maybe')
    assert switch('RERUN') is None
    assert told(caplog) == ["RERUN='maybe' is neither on nor off, and does not count"]


def test_a_constructor_that_is_called_wrongly_warns(caplog: pytest.LogCaptureFixture) -> None:
    """Its object is there and logs nothing; where misuse raises, it raises."""
    for make in (
        lambda: Points3D([[1, 2]]),
        lambda: Scalars('x'),
        lambda: AnyValues(a=object()),
        lambda: EncodedImage(path='/nowhere/a.jpg'),
        lambda: Points3D.from_fields(no_field=1),
    ):
        reset()
        caplog.clear()
        assert make().cells == {}  # type: ignore[no-untyped-call]
        assert [record.levelname for record in caplog.records] == ['WARNING']
        set_strict(True)
        with pytest.raises((TypeError, ValueError, OSError)):
            make()  # type: ignore[no-untyped-call]


def test_columns_that_are_made_wrongly_are_none(caplog: pytest.LogCaptureFixture) -> None:
    """So nothing is sent; the others are."""
    assert Scalars.columns(scalars='x') == ()
    assert len(AnyValues.columns(a=[object()], b=[1, 2])) == 1
    assert len(caplog.records) == 2
