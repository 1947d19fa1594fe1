"""What the command line loads late, or never, is what it would have been."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from rerun_bridge.cli.hardly_used import HARDLY_USED

IS_LISTED = tuple(map(int, np.__version__.split('.')[:2])) >= (2, 4)
LATE_OF_NUMPY = [each for each in HARDLY_USED if IS_LISTED and each.startswith('numpy.l')]
"""Older ones ask some modules for other names, and load them at once: that takes time, no more."""


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


def test_to_load_numpy_loads_none_of_what_is_late() -> None:
    """Else it is named here for nothing: a name is missing that numpy asks for."""
    program = (
        'import sys; from rerun_bridge.cli.program import begin; begin(); import numpy;'
        f'late = [sys.modules[each] for each in {LATE_OF_NUMPY} if each in sys.modules];'
        'print(len(late), [each.__name__ for each in late if not hasattr(each, "__getattr__")])'
    )
    run = subprocess.run([sys.executable, '-c', program], capture_output=True, text=True)
    assert run.stdout == f'{len(LATE_OF_NUMPY)} []\n', run.stderr
