"""Constants and defaults: their text to a value of the field's type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rerun_bridge.definitions.schema import FieldType, Value
from rerun_bridge.nouns import replace

__all__ = ['parse_value']

# Backslash escapes nothing but the quote, as in rosidl.
_QUOTED = r"""(["'])((?:\\.|(?!\1)[^\\])*)\1[ \t]*(?:\#.*)?\Z"""
_ELEMENT = r"""[ \t]*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^,"' \t][^,]*)[ \t]*(?:,|\Z)"""
_BOOLS = {'true': True, '1': True, 'false': False, '0': False}
# No number that fits 64 bits is longer; int() of a very long one takes quadratic time.
_MAX_NUMBER_CHARS = 400


def _string(text: str, bound: int) -> str:
    quoted = re.match(_QUOTED, text, re.S)
    if quoted:
        value = quoted[2].replace('\\' + quoted[1], quoted[1])
    else:
        value = text.partition('#')[0].rstrip()
    if bound and len(value) > bound:
        raise ValueError(f'longer than {bound} characters')
    return value


def _integer(text: str, base: str) -> int:
    try:
        value = int(text)  # rosidl reads 010 as ten, and only what is not decimal by its prefix
    except ValueError:
        value = int(text, 0)
    bits = int(base.lstrip('uint'))
    low, high = (0, 1 << bits) if base.startswith('u') else (-(1 << bits - 1), 1 << bits - 1)
    if not low <= value < high:
        raise ValueError(f'not within {base}')
    return value


def _elements(text: str) -> Iterator[str]:
    end, pattern = 0, re.compile(_ELEMENT, re.S)
    while end < len(text):
        element = pattern.match(text, end)
        if element is None:
            raise ValueError('not a list of values')
        yield element[1].rstrip()
        end = element.end()


def parse_value(text: str, kind: FieldType) -> Value:
    """
    Return the value that a text stands for; a comment may follow it.

    :param text: of a number, ``true``/``false``, a string with or without quotes, or ``[a, b]``.
    :param kind: with ``byte``, ``char`` and ``octet`` already as ``uint8``.
    :raises ValueError: it is not a value of this type.
    """
    if kind.collection != 'none':
        end = text.rfind(']')
        rest = text[end + 1 :].strip()
        if not text.startswith('[') or end < 0 or (rest and not rest.startswith('#')):
            raise ValueError('a default of an array is written [a, b]')
        element = replace(kind, collection='none', length=0)
        parts = _elements(text[1:end].strip())
        values: list[Value] = [parse_value(part, element) for part in parts]
        missing = kind.length - len(values)
        if kind.length and (missing < 0 or (missing and kind.collection == 'array')):
            raise ValueError(f'{len(values)} values for a length of {kind.length}')
        return values
    if kind.is_string:
        return _string(text, kind.string_bound)
    number = text.partition('#')[0].strip()
    if not kind.is_primitive:
        raise ValueError(f'{kind.base} has no values')
    if len(number) > _MAX_NUMBER_CHARS:
        raise ValueError('too long for a number')
    if kind.base == 'bool':
        if number.lower() not in _BOOLS:
            raise ValueError('neither true nor false')
        return _BOOLS[number.lower()]
    return float(number) if kind.base.startswith('float') else _integer(number, kind.base)
