"""Nouns behave as dataclasses do."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any, ClassVar

import numpy as np
import pytest

from rerun_bridge import nouns


def made_by(module: Any) -> tuple[Any, Any, Any]:
    """Return the same classes, made by ``dataclasses`` or by ``nouns``."""

    @module.dataclass(frozen=True)
    class Point:
        x: int
        y: int = 2
        names: list[str] = module.field(default_factory=list)
        ORIGIN: ClassVar[int] = 0

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError('x below zero')

    @module.dataclass(frozen=True)
    class Point3(Point):
        z: int = 3

        def __len__(self) -> int:
            return 3

    @module.dataclass()
    class Counter:
        n: int = 0

    return Point, Point3, Counter


def often_made() -> tuple[Any, Any, Any]:
    """Return classes of nouns of which there have been many."""
    classes = made_by(nouns)
    for each in classes:
        before = each.__init__
        for number in range(nouns.OFTEN):
            each(number)
        assert each.__init__ is not before
    return classes


BOTH = [made_by(dataclasses), made_by(nouns), often_made()]


@pytest.mark.parametrize(('Point', 'Point3', 'Counter'), BOTH)
def test_arguments_and_defaults(Point: Any, Point3: Any, Counter: Any) -> None:  # noqa: N803
    """Fields are arguments by position and name; of bases first."""
    assert (Point(1).y, Point(1, 5).y, Point(x=1, y=5).x) == (2, 5, 1)
    assert Point(1).names == []
    assert Point(1).names is not Point(1).names
    assert (Point3(1, z=9).z, Point3(1, 2, [], 9).z, len(Point3(1))) == (9, 9, 3)
    assert Counter().n == 0
    for args, named in [((), {}), ((1, 2, [], 4), {}), ((1,), {'w': 1}), ((), {'y': 1})]:
        with pytest.raises(TypeError):
            Point(*args, **named)
    with pytest.raises(ValueError, match='below'):
        Point(-1)


@pytest.mark.parametrize(('Point', 'Point3', 'Counter'), BOTH)
def test_values(Point: Any, Point3: Any, Counter: Any) -> None:  # noqa: N803
    """Equal fields make equal instances of one class; only frozen ones can be hashed."""
    assert Point(1) == Point(1) != Point(2)
    assert Point(1) != Point3(1)
    assert Point(1) != 1
    assert 'Point(x=1, y=2, names=[])' in repr(Point(1))
    tuples = [Point(1, names=()), Point(1, names=())]
    assert hash(tuples[0]) == hash(tuples[1])
    with pytest.raises(TypeError):
        hash(Counter())
    with pytest.raises(AttributeError):
        Point(1).x = 2
    with pytest.raises(AttributeError):
        del Point(1).x
    counter = Counter()
    counter.n += 1
    assert counter == Counter(1)
    array = np.arange(3)
    assert Point(1, array) == Point(1, array)


def test_replace() -> None:
    """A copy has the changes; a wrong name is refused."""
    Point = made_by(nouns)[0]  # noqa: N806
    assert nouns.replace(Point(1), y=7) == Point(1, 7)
    assert nouns.fields(Point) == ('x', 'y', 'names')
    with pytest.raises(TypeError, match='w'):
        nouns.replace(Point(1), w=7)


def test_fields_that_must_be_given_behind_those_that_need_not() -> None:
    """However many there have been; of a base class with defaults, they can only be named."""

    @nouns.dataclass()
    class Base:
        x: int = 1

    @nouns.dataclass()
    class Derived(Base):
        y: int

    for number in range(2 * nouns.OFTEN):
        assert (Derived(y=number).x, Derived(2, number).y) == (1, number)
    with pytest.raises(TypeError):
        Derived(2)


def test_what_is_made_often_may_be_called_as_anything() -> None:
    """Names of fields do not get in each other's way, nor in that of what fills them."""

    @nouns.dataclass()
    class Noun:
        values: int
        known: tuple[int, ...] = ()
        made: list[int] = nouns.field(default_factory=list)

    for number in range(2 * nouns.OFTEN):
        noun = Noun(number)
        noun.made.append(number)
        assert (noun.values, noun.known, noun.made) == (number, (), [number])


def test_loads_next_to_nothing() -> None:
    """What makes ``dataclasses`` slow to load is not loaded."""
    code = 'import sys; import rerun_bridge.nouns; print("inspect" in sys.modules)'
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert run.stdout == 'False\n'


def test_a_cached_property_is_made_once_and_kept() -> None:
    """Per instance; asked of the class it is itself."""

    class Noun:
        made = 0

        @nouns.cached_property
        def value(self) -> int:
            """Count."""
            Noun.made += 1
            return Noun.made

    one, two = Noun(), Noun()
    assert [one.value, one.value, two.value, one.value] == [1, 1, 2, 1]
    assert isinstance(Noun.value, nouns.cached_property)
    assert Noun.value.__doc__ == 'Count.'


def test_what_a_class_computes_is_no_field_of_it() -> None:
    """Though its base class has it as one."""

    @nouns.dataclass(frozen=True)
    class Point:
        x: int
        y: int = 2

    @nouns.dataclass(frozen=True)
    class Diagonal(Point):
        @nouns.cached_property  # type: ignore[misc]
        def y(self) -> int:
            """As far up as right."""
            return self.x

    assert nouns.fields(Diagonal) == ('x',)
    assert nouns.replace(Diagonal(3), x=4).y == 4
