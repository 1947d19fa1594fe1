"""What a stream can show: colour, width, odd characters."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

__all__ = ['Paint', 'is_terminal', 'printable', 'say', 'say_error', 'width_of']

CODES = {'bold': '1', 'dim': '2', 'red': '31', 'green': '32', 'yellow': '33'}


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream."""
    return stream.isatty() and os.environ.get('TERM') != 'dumb'


def width_of(stream: TextIO) -> int | None:
    """Return the columns of a terminal; None for a file or pipe, which take any width."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def printable(text: str) -> str:
    """Return a text from foreign data in one line, with nothing in it that steers a terminal."""
    if text.isprintable():
        return text
    return ''.join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def say(text: str, stream: TextIO) -> None:
    """Print a line, with escapes for what the stream's encoding lacks."""
    encoding = stream.encoding or 'utf-8'
    print(text.encode(encoding, 'backslashreplace').decode(encoding), file=stream)


def say_error(message: str, word: str = 'error') -> None:
    """Print the one line of an error, below what was printed before."""
    sys.stdout.flush()
    paint = Paint(sys.stderr)
    colour = 'red' if word == 'error' else 'yellow'
    say(f'rerun-bridge: {paint(f"{word}:", colour)} {printable(message)}', sys.stderr)


class Paint:
    """Colours text where a person sees it and does not mind (https://no-color.org)."""

    def __init__(self, stream: TextIO) -> None:
        self._on = is_terminal(stream) and not os.environ.get('NO_COLOR')

    def __call__(self, text: str, *looks: str) -> str:
        """Return the text with the looks of :data:`CODES`."""
        if not self._on or not looks:
            return text
        return f'\x1b[{";".join(CODES[look] for look in looks)}m{text}\x1b[0m'
