"""
What ``dataclasses`` does, in a tenth of its time.

The standard library writes and compiles the source of six methods for every class, and loads the
compiler's own modules for that: a sixth of the time a small conversion takes. Here all classes
share the same methods, which look the names of the fields up; a class of which there are many gets
a constructor of its own, which takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_):
        """Only tell type checkers; typing has it from Python 3.11 on."""
        return lambda decorator: decorator


__all__ = ['cached_property', 'dataclass', 'field', 'fields', 'replace']

T = TypeVar('T')
OFTEN = 200
"""From so many instances on, a constructor is worth being compiled."""
_HASH = ' hash'
"""Where an instance keeps its hash; no attribute is called so."""


class cached_property(Generic[T]):  # noqa: N801  (named as in functools)
    """
    A value that is made when it is first asked for, and kept.

    Without the lock that functools has up to Python 3.11: one for all instances, and held for ever
    in a process that was forked while another thread made a value. Two threads may make it both.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the attribute's name."""
        self._name = name

    @overload
    def __get__(self, noun: None, owner: type) -> cached_property[T]: ...
    @overload
    def __get__(self, noun: object, owner: type) -> T: ...

    def __get__(self, noun: object | None, owner: type) -> cached_property[T] | T:
        """Make the value; the instance's own attribute is found from then on."""
        if noun is None:
            return self
        value = noun.__dict__[self._name] = self._make(noun)
        return value


class _Factory:
    """Makes a default value anew for every instance."""

    __slots__ = ('make',)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], Any]) -> Any:
    """Declare a field whose default is made anew for every instance."""
    return _Factory(default_factory)


def fields(noun: Any) -> tuple[str, ...]:
    """Return the names of the fields of a class or an instance, in order."""
    names: tuple[str, ...] = noun.__noun_fields__
    return names


def replace(noun: T, **changes: Any) -> T:
    """Return a copy with some fields changed."""
    values = noun.__dict__
    return type(noun)(**{**{name: values[name] for name in fields(noun)}, **changes})


@dataclass_transform(field_specifiers=(field,))
def dataclass(*, frozen: bool = False) -> Callable[[type[T]], type[T]]:
    """
    Make the annotated attributes of a class the arguments of its constructor.

    Equality compares the fields. Frozen instances can be hashed, and refuse to be changed. A field
    of a base class that a class computes, as a cached property, is none of its own fields.
    """

    def decorate(cls: type[T]) -> type[T]:
        inherited: Iterable[str] = getattr(cls, '__noun_fields__', ())
        own = [
            name for name, kind in cls.__annotations__.items() if not kind.startswith('ClassVar')
        ]
        computed = {
            name for name, value in cls.__dict__.items() if isinstance(value, cached_property)
        }
        names = tuple(name for name in dict.fromkeys([*inherited, *own]) if name not in computed)
        given = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
        made = {k: each.make for k, each in given.items() if isinstance(each, _Factory)}
        for name in made:
            delattr(cls, name)
            del given[name]
        factories = {**getattr(cls, '__noun_factories__', {}), **made}
        _give(cls, names, given, factories)
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse  # type: ignore[method-assign]
        else:
            cls.__hash__ = None  # type: ignore[assignment]
        return cls

    return decorate


def _give(
    cls: type[Any],
    names: tuple[str, ...],
    defaults: dict[str, Any],
    factories: dict[str, Callable[[], Any]],
) -> None:
    """Give a class its methods, where it does not have its own."""
    known, count = frozenset(names), len(names)
    has_check = hasattr(cls, '__post_init__')

    made = 0

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        nonlocal made
        made += 1
        if made == OFTEN and cls.__init__ is __init__:
            with suppress(SyntaxError):  # what has no default comes behind what has
                cls.__init__ = _compiled(names, defaults, factories, has_check)
        values = self.__dict__
        values.update(zip(names, args))
        if named or len(args) != count:
            values.update(named)
            for name, value in defaults.items():
                values.setdefault(name, value)
            for name, make in factories.items():
                if name not in values:
                    values[name] = make()
            if len(values) != count or len(args) > count or not known.issuperset(named):
                wrong = sorted(known.symmetric_difference(values)) or f'{len(args)} values'
                raise TypeError(f'{cls.__name__}({", ".join(names)}): missing or unknown: {wrong}')
        if has_check:
            self.__post_init__()

    def __repr__(self: Any) -> str:  # noqa: N807
        values = self.__dict__
        shown = ', '.join(f'{name}={values[name]!r}' for name in names)
        return f'{type(self).__qualname__}({shown})'

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        if type(other) is not type(self):
            return NotImplemented
        mine, others = self.__dict__, other.__dict__
        return [mine[name] for name in names] == [others[name] for name in names]

    def __hash__(self: Any) -> int:  # noqa: N807
        values = self.__dict__
        known: int | None = values.get(_HASH)
        if known is None:
            known = values[_HASH] = hash(tuple([values[name] for name in names]))
        return known

    own = cls.__dict__
    for method in (__init__, __repr__, __eq__, __hash__):
        if method.__name__ not in own or own[method.__name__] is None:
            setattr(cls, method.__name__, method)
    cls.__noun_fields__ = names
    cls.__noun_factories__ = factories


def _compiled(
    names: tuple[str, ...],
    defaults: dict[str, Any],
    factories: dict[str, Callable[[], Any]],
    has_check: bool,
) -> Callable[..., None]:
    """Return the constructor that ``dataclasses`` would have made."""
    used: dict[str, Any] = {'_none': object()}
    arguments, lines = [], ['_own = self.__dict__']
    for name in names:
        argument, value = name, name
        if name in defaults:
            argument, used[f'_default_{name}'] = f'{name}=_default_{name}', defaults[name]
        elif name in factories:
            argument, used[f'_make_{name}'] = f'{name}=_none', factories[name]
            value = f'_make_{name}() if {name} is _none else {name}'
        arguments.append(argument)
        lines.append(f'_own[{name!r}] = {value}')
    if has_check:
        lines.append('self.__post_init__()')
    exec(f'def __init__(self, {", ".join(arguments)}):\n ' + '\n '.join(lines), used)
    made: Callable[..., None] = used['__init__']
    return made


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f'{type(self).__name__} is frozen: {name} cannot be changed')
