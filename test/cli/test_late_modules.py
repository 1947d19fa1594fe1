"""A module that is loaded late is what it would have been at once."""

from __future__ import annotations

import gettext
import inspect
import sys
import threading
import types
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

from rerun_bridge.cli.late_modules import (
    as_it_is,
    leave_out,
    load_late,
    one_or_many,
    silent_on,
    when_called,
)

LOADED: list[str] = []
"""What the module says of itself."""
SOURCE = """
import time
from test.cli.test_late_modules import LOADED
LOADED.append(__name__)
time.sleep(0.05)
value = 7
def double(x): return x * value * 2 // value
"""


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the name of a module that is to be loaded late."""
    (tmp_path / 'a_late_one.py').write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    LOADED.clear()
    monkeypatch.setattr(sys, 'meta_path', list(sys.meta_path))
    load_late({'a_late_one': {'known': 5}})
    yield 'a_late_one'
    sys.modules.pop('a_late_one', None)


def after(statement: str) -> dict[str, Any]:
    """Return the names that a statement leaves."""
    names: dict[str, Any] = {}
    exec(statement, names)
    return names


def test_it_is_loaded_by_who_uses_it(late: str) -> None:
    """To import it is not to use it, and it is loaded once."""
    a_late_one = after('import a_late_one')['a_late_one']
    assert a_late_one.known == 5
    assert LOADED == []
    assert a_late_one.__spec__.name == late
    assert type(a_late_one.__spec__.loader) is SourceFileLoader
    assert a_late_one.double(3) == 6
    assert (a_late_one.value, LOADED) == (7, [late])
    assert '__getattr__' not in vars(a_late_one)


def test_names_can_be_imported_from_it(late: str) -> None:
    """As from any module; what it lacks, it lacks."""
    assert after('from a_late_one import double')['double'](1) == 2
    with pytest.raises(ImportError):
        after('from a_late_one import nothing')
    with pytest.raises(AttributeError, match='a_late_one'):
        _ = sys.modules[late].nothing


def test_what_is_known_is_not_loaded_for(late: str) -> None:
    """Nor does `from … import` ask for more."""
    assert after('from a_late_one import known')['known'] == 5
    assert LOADED == []
    assert not hasattr(sys.modules[late], '__path__')


def test_a_function_is_loaded_when_it_is_called(late: str) -> None:
    """Whoever took it from the module before that has the same from then on."""
    load_late({'a_late_one': {'double': when_called(late, 'double')}})
    double = after('from a_late_one import double')['double']
    assert LOADED == []
    assert (double(4), double(5), LOADED) == (8, 10, [late])
    assert sys.modules[late].double(1) == 2


def test_silence_on_a_module() -> None:
    """Of all others it is what it stands for that answers."""
    signature = silent_on((__name__, 'nowhere'), inspect.signature)
    assert signature(after) is None
    assert signature(list.append) == inspect.signature(list.append)
    assert signature(load_late, follow_wrapped=True) == inspect.signature(load_late)


def test_what_is_not_translated() -> None:
    """As gettext says it where there is no catalogue."""
    for count in (0, 1, 2):
        assert one_or_many('a', 'b', count) == gettext.ngettext('a', 'b', count)
    assert as_it_is('a') == gettext.gettext('a')


def test_threads_wait_for_the_one_that_loads_it(late: str) -> None:
    """Nobody sees half a module."""
    found: list[int] = []
    after('import a_late_one')
    threads = [
        threading.Thread(target=lambda: found.append(sys.modules[late].value)) for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (found, LOADED) == ([7] * 8, [late])


def test_what_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is loaded is not taken away."""
    monkeypatch.setattr(sys, 'meta_path', list(sys.meta_path))
    before = sys.modules['subprocess']
    load_late({'subprocess': {}})
    assert after('import subprocess')['subprocess'] is before
    assert isinstance(before, types.ModuleType)


def test_a_module_may_have_a_getattr_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked once the module is loaded, also while that is done by the module itself."""
    (tmp_path / 'a_late_two.py').write_text(
        'import a_late_two\n'
        'missing = not hasattr(a_late_two, "x")\n'
        'def __getattr__(name):\n'
        '    if name == "seven": return 7\n'
        '    raise AttributeError(name)\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, 'meta_path', list(sys.meta_path))
    load_late({'a_late_two': {}})
    try:
        a_late_two = after('import a_late_two')['a_late_two']
        assert (a_late_two.seven, a_late_two.missing) == (7, True)
        with pytest.raises(AttributeError):
            _ = a_late_two.eight
    finally:
        del sys.modules['a_late_two']


def test_what_is_left_out_does_nothing() -> None:
    """What is loaded already stays."""
    before = sys.modules['subprocess']
    leave_out(['subprocess', 'is_left_out'])
    try:
        assert sys.modules['subprocess'] is before
        names = after('import is_left_out')
        assert {each for each in vars(names['is_left_out']) if not each.startswith('__')} == set()
    finally:
        del sys.modules['is_left_out']
