"""Modules that are loaded when somebody asks them for something, or never."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader
else:
    Loader = object  # which is all it is but for names

__all__ = [
    'Anything',
    'as_it_is',
    'functions_of',
    'leave_out',
    'load_late',
    'one_or_many',
    'silent_on',
    'when_called',
]


class Anything:
    """Stands for a type that only who checks types looks at."""

    def __class_getitem__(cls, _: object) -> type[Anything]:
        """Return itself."""
        return cls


def as_it_is(text: str) -> str:
    """Stand for what only makes a text prettier."""
    return text


def one_or_many(one: str, many: str, count: int) -> str:
    """Stand for what would translate it, too."""
    return one if count == 1 else many


def when_called(module: str, name: str) -> Callable[..., Any]:
    """Return what stands for a function of a module that is loaded late, until it is called."""
    found: Callable[..., Any] | None = None

    def stand_in(*args: Any, **named: Any) -> Any:
        nonlocal found
        if found is None:
            late = sys.modules[module]
            getattr(late, '__late__', None)  # what it lacks, it is loaded for
            found = getattr(late, name)
        return found(*args, **named)

    return stand_in


def functions_of(module: str, names: str) -> Mapping[str, object]:
    """
    Return what stands for functions of a module until they are called.

    :param names: with blanks between them.
    """
    listed = names.split()
    return {'__all__': listed, **{name: when_called(module, name) for name in listed}}


def silent_on(beginnings: tuple[str, ...], function: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return what says None of functions of some modules, and of others what a function says.

    :param beginnings: of these modules' names.
    """

    def stand_in(asked: Callable[..., Any], *args: Any, **named: Any) -> Any:
        is_of_module = (getattr(asked, '__module__', None) or '').startswith(beginnings)
        return None if is_of_module else function(asked, *args, **named)

    return stand_in


def load_late(names: Mapping[str, Mapping[str, object]]) -> None:
    """
    Have modules loaded by the first who uses one, not who imports it.

    Those that are loaded already stay as they are.

    :param names: of modules; and what each has before it is loaded, by name.
    """
    sys.meta_path.insert(0, _LateFinder(names))


def leave_out(names: Iterable[str]) -> None:
    """Have modules that only change others do nothing, where they are not loaded already."""
    for name in names:
        sys.modules.setdefault(name, ModuleType(name))


class _LateFinder:
    """Finds what is to be loaded late; comes before the others."""

    def __init__(self, names: Mapping[str, Mapping[str, object]]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module is loaded; None for all that are not to be late."""
        if name not in self._names:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LateLoader(spec.loader, self._names[name])
        return spec


class _LateLoader(Loader):
    """Makes modules that load themselves when they are asked for what they lack, see PEP 562."""

    def __init__(self, loader: Loader, before: Mapping[str, object]) -> None:
        self._loader = loader
        self._before = before

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return a module that is empty yet."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Have it loaded later."""
        names, lock, begun = module.__dict__, RLock(), False

        def load(attribute: str) -> object:
            nonlocal begun
            with lock:
                # `from … import` asks for this first; a package has it
                if not begun and attribute != '__path__':
                    begun = True
                    self._loader.exec_module(module)
                    if names['__getattr__'] is load:  # the module may have its own
                        del names['__getattr__']
            if attribute in names:
                return names[attribute]
            own = names.get('__getattr__', load)
            if own is not load:
                return own(attribute)
            raise AttributeError(f'module {module.__name__!r} has no attribute {attribute!r}')

        names.update(self._before, __getattr__=load, __loader__=self._loader)
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
