"""What a stream can show: colour, width, odd characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

__all__ = [
    'Paint',
    'columns',
    'is_terminal',
    'printable',
    'say',
    'say_error',
    'width_of',
    'wrapped',
]

LEAST_WIDTH, USUAL_WIDTH = 20, 80

CODES = {'bold': '1', 'dim': '2', 'red': '31', 'green': '32', 'yellow': '33'}


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream."""
    return stream.isatty() and os.environ.get('TERM') != 'dumb'


def width_of(stream: TextIO) -> int | None:
    """Return the columns of a terminal; None for a file or pipe, which take any width."""
    return columns() if stream.isatty() else None


def columns() -> int:
    """
    Return the columns of the terminal that a program was started in; 80 where there is none.

    As ``shutil`` says it, which loads what unpacks archives: two milliseconds.
    """
    with suppress(KeyError, ValueError):
        if (told := int(os.environ['COLUMNS'])) > 0:
            return told
    with suppress(ValueError, OSError):
        stdout = sys.__stdout__
        if stdout and (found := os.get_terminal_size(stdout.fileno()).columns) > 0:
            return found
    return USUAL_WIDTH


def printable(text: str) -> str:
    """Return a text from foreign data in one line, with nothing in it that steers a terminal."""
    if text.isprintable():
        return text
    return ''.join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def wrapped(text: str, width: int | None, indent: str = '') -> Iterator[str]:
    """
    Yield a text from foreign data in lines that fit, cut between words.

    :param width: of the terminal; None for no limit.
    :param indent: of the first line; the others have two spaces more.
    """
    text, more = printable(text), indent + '  '
    while width is not None and len(indent) + len(text) > max(width, LEAST_WIDTH):
        room = max(width, LEAST_WIDTH) - len(indent)
        cut = text.rfind(' ', 1, room + 1)
        cut = room if cut < 0 else cut
        yield indent + text[:cut]
        indent, text = more, text[cut:].lstrip(' ')
    yield indent + text


def say(text: str, stream: TextIO) -> None:
    """Print a line, with escapes for what the stream's encoding lacks."""
    encoding = stream.encoding or 'utf-8'
    print(text.encode(encoding, 'backslashreplace').decode(encoding), file=stream)


def say_error(message: str, word: str = 'error') -> None:
    """Print the one line of an error, below what was printed before."""
    sys.stdout.flush()
    paint = Paint(sys.stderr)
    colour = 'red' if word == 'error' else 'yellow'
    head = f'rerun-bridge: {word}: '
    first, *more = wrapped(head + message, width_of(sys.stderr))
    painted = f'rerun-bridge: {paint(f"{word}:", colour)} '
    for line in (painted + first.removeprefix(head), *more):
        say(line, sys.stderr)


class Paint:
    """Colours text where a person sees it and does not mind (https://no-color.org)."""

    def __init__(self, stream: TextIO) -> None:
        self._on = is_terminal(stream) and not os.environ.get('NO_COLOR')

    def __call__(self, text: str, *looks: str) -> str:
        """Return the text with the looks of :data:`CODES`."""
        if not self._on or not looks:
            return text
        return f'\x1b[{";".join(CODES[look] for look in looks)}m{text}\x1b[0m'
