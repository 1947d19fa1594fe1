"""
What becomes of misuse: an error where the program is strict, else one warning per kind.

A robot does not stop because something was drawn wrongly.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = [
    'LOGGER',
    'MISUSE',
    'forgiving',
    'forgiving_constructor',
    'is_strict',
    'misused',
    'reset',
    'set_strict',
    'switch',
    'warn',
    'warn_once',
]

F = TypeVar('F', bound=Callable[..., Any])

LOGGER = 'rerun_bridge'
MISUSE = (TypeError, ValueError, OverflowError)
MOST_KINDS = 1000
"""How many kinds of warnings are told: a message that never repeats must not fill the log."""

_strict = False
_told: set[str] = set()


def switch(name: str) -> bool | None:
    """Return what an environment variable like ``RERUN=on`` says; nonsense warns and is none."""
    text = os.environ.get(name, '').strip()
    if text.lower() in ('1', 'true', 'on', 'yes'):
        return True
    if text and text.lower() not in ('0', 'false', 'off', 'no'):
        warn_once(f'{name}={text!r} is neither on nor off, and does not count')
        return None
    return False if text else None


def reset() -> None:
    """Forget what was decided and told: a program begins, or the next test."""
    set_strict(False)
    _told.clear()


def set_strict(strict: bool) -> None:
    """Decide for the whole program whether misuse raises."""
    global _strict
    _strict = strict


def is_strict() -> bool:
    """Tell whether misuse raises."""
    return _strict or bool(switch('RERUN_STRICT'))


def warn_once(message: str) -> None:
    """Log a warning, unless one of its kind was: one with the same words, but for numbers."""
    kind = re.sub(r'[0-9]+', '0', message)[:200]
    if kind in _told or len(_told) >= MOST_KINDS:
        return
    _told.add(kind)
    warn(message)


def warn(message: str) -> None:
    """Log a warning."""
    # To load it takes longer than a small conversion has.
    import logging

    logging.getLogger(LOGGER).warning('%s', message)


def misused(error: Exception, where: str, strict: bool | None = None) -> None:
    """
    Raise an error where misuse raises, else warn once of its kind.

    :param where: what was called.
    :param strict: for this call; None for what the program decided.
    """
    if is_strict() if strict is None else strict:
        raise error
    warn_once(f'{where}: {error}')


def forgiving(function: F) -> F:
    """Let a function that is called wrongly warn and return None, unless misuse raises."""

    @functools.wraps(function)
    def called(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except MISUSE as error:
            misused(error, function.__name__)
            return None

    return cast('F', called)


def forgiving_constructor(constructor: F) -> F:
    """
    Let a constructor that is called wrongly warn, unless misuse raises.

    What it makes then has no ``cells``, so to log it does nothing.
    """

    @functools.wraps(constructor)
    def called(self: Any, *args: Any, **named: Any) -> None:
        try:
            constructor(self, *args, **named)
        except Exception as error:  # whatever it is, a robot does not stop for a drawing
            self.cells = {}
            misused(error, f'{type(self).__name__}(…)')

    return cast('F', called)
