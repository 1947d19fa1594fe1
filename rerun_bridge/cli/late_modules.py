"""Modules that are loaded when somebody asks them for something, or never."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Loader

__all__ = ['leave_out', 'load_late']


def load_late(names: Iterable[str]) -> None:
    """
    Have modules of the standard library loaded by the first who uses one, not who imports it.

    Those that are loaded already stay as they are.
    """
    for name in names:
        if name not in sys.modules and (spec := find_spec(name)) and spec.loader is not None:
            sys.modules[name] = _late(spec, spec.loader)


def leave_out(names: Iterable[str]) -> None:
    """Have modules that only change others do nothing, where they are not loaded already."""
    for name in names:
        sys.modules.setdefault(name, ModuleType(name))


def _late(spec: ModuleSpec, loader: Loader) -> ModuleType:
    module, lock, begun = module_from_spec(spec), RLock(), False

    def load(attribute: str) -> object:
        nonlocal begun
        with lock:
            if not begun:
                begun = True
                loader.exec_module(module)
                del module.__dict__['__getattr__']
        try:
            return module.__dict__[attribute]
        except KeyError:
            raise AttributeError(f'module {spec.name!r} has no attribute {attribute!r}') from None

    module.__dict__['__getattr__'] = load  # asked for what the module lacks, see PEP 562
    return module
