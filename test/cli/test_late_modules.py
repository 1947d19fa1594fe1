"""A module that is loaded late is what it would have been at once."""

from __future__ import annotations

import gettext
import inspect
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

from rerun_bridge.cli.hardly_used import HARDLY_USED
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


def test_what_the_command_line_loads_late_is_what_it_is() -> None:
    """Signatures, paths as addresses, weak references and help, with all of it."""
    program = """
from rerun_bridge.cli.program import begin
begin()
import argparse, inspect, pathlib, urllib.parse, weakref
import numpy as np
def function(a, *, b=1): "A text."
print(inspect.signature(function), inspect.getdoc(function), inspect.cleandoc('a\\n    b'))
print(pathlib.Path('/a b').as_uri(), urllib.parse.quote_from_bytes(b'/a b'))
print(weakref.ref(function)() is function, np.where([True, False])[0].tolist())
argparse.ArgumentParser('p', description='d').print_help()
try:
    argparse.ArgumentParser('p').parse_args(['x', 'y'])
except SystemExit as stop:
    print(stop.code)
"""
    at_once = program.replace('from rerun_bridge.cli.program import begin\nbegin()\n', '')
    found = [
        subprocess.run([sys.executable, '-c', each], capture_output=True, text=True, check=True)
        for each in (program, at_once)
    ]
    assert 'file:///a%20b' in found[0].stdout
    assert (found[0].stdout, found[0].stderr) == (found[1].stdout, found[1].stderr)


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


@pytest.mark.parametrize('name', [each for each in HARDLY_USED if '.' not in each])
def test_numpy_uses_them_as_ever(name: str) -> None:
    """Arrays are pickled and saved, and what is loaded late has all names."""
    program = f"""
import importlib, sys
from rerun_bridge.cli.late_modules import load_late
load_late({{{name!r}: {{}}}})
import numpy as np
import io, pickle
late = importlib.import_module({name!r})
array = np.arange(5)
assert (pickle.loads(pickle.dumps(array)) == array).all()
np.save(file := io.BytesIO(), array)
file.seek(0)
assert (np.load(file) == array).all()
assert not hasattr(late, 'nothing')
del sys.modules[{name!r}]
at_once = importlib.import_module({name!r})
assert {{each for each in dir(at_once) if not each.startswith('__')}} <= set(dir(late))
"""
    subprocess.run([sys.executable, '-c', program], check=True)


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


def test_numpy_without_its_manual_is_numpy() -> None:
    """It only lacks texts: what can be called is there, masked arrays and the rest of it, too."""
    program = """
import sys
{first}
import numpy as np, numpy.ma, numpy.linalg, numpy.typing, numpy.polynomial, numpy.random
text = np.ndarray.sum.__doc__
types = numpy.typing.ArrayLike, numpy.typing.DTypeLike, numpy.typing.NDArray[np.int8]
assert np.linalg.det(np.eye(3)) == 1
names = [f'{{m.__name__}}.{{n}}' for m in (np, np.ma, np.linalg, np.ndarray) for n in dir(m)]
values = np.ma.masked_less(np.arange(5), 2).sum(), np.dtype('i4').name, np.zeros(2).tolist()
print(text is None, sorted(names), types, values)
"""
    first = 'from rerun_bridge.cli.program import begin; begin()'
    (without, *same), (has, *others) = (
        subprocess.run(
            [sys.executable, '-c', program.format(first=each)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split(' ', 1)
        for each in (first, '')
    )
    assert (without, has) == ('True', 'False')
    assert same == others


def test_what_numpy_loads_late_is_what_it_is() -> None:
    """Each module that is loaded late has a function called; and all names are there."""
    program = """
import sys
{first}
import io
import numpy as np
print(sorted(np.__all__), np.linalg.inv(np.eye(2)), np.matrix([[1, 2], [3, 4]]) ** 2)
print(np.unique([3, 1, 3]), np.isin([1, 2], [2]), np.pad([1], 2), np.histogram([1, 2, 2], 2))
print(np.nanmax([1, np.nan]), np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6), np.roots([1, -1]))
print(np.packbits([1, 0, 1]), np.unpackbits(np.uint8([5])), np.loadtxt(io.StringIO('1 2')))
np.savez(file := io.BytesIO(), a=np.arange(3))
file.seek(0)
print(np.load(file)['a'], np.emath.sqrt(-1), type(np.lib.npyio.NpzFile), np.lib.format.MAGIC_LEN)
np.show_config()
from numpy import *
print(nansum([1, 2]))
"""
    found = [
        subprocess.run(
            [sys.executable, '-c', program.format(first=first)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for first in ('from rerun_bridge.cli.program import begin; begin()', '')
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize('name', [each for each in HARDLY_USED if each.startswith('numpy.l')])
def test_to_load_numpy_loads_none_of_what_is_late(name: str) -> None:
    """Else it is named here for nothing: a name is missing that numpy asks for."""
    program = (
        'import sys; from rerun_bridge.cli.program import begin; begin(); import numpy;'
        f'print({name!r} not in sys.modules or hasattr(sys.modules[{name!r}], "__getattr__"))'
    )
    run = subprocess.run([sys.executable, '-c', program], capture_output=True, text=True)
    assert run.stdout == 'True\n', run.stderr
