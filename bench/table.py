"""Tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ['Table']


class Table:
    """
    Rows that are printed as they come; the first column to the left, the others to the right.

    :param columns: headings; each as wide as its column is to be.
    """

    def __init__(self, columns: Sequence[str], first_width: int = 14) -> None:
        self._widths = [first_width, *(max(len(column), 9) for column in columns[1:])]
        self.row(*columns)
        print('  '.join('-' * width for width in self._widths), flush=True)

    def row(self, *cells: object) -> None:
        """Print a row; numbers with three digits that count."""
        texts = [_text(cell) for cell in cells]
        first = texts[0].ljust(self._widths[0])
        rest = [text.rjust(width) for text, width in zip(texts[1:], self._widths[1:])]
        print('  '.join([first, *rest]), flush=True)


def _text(cell: object) -> str:
    if not isinstance(cell, float):
        return f'{cell:,}' if isinstance(cell, int) else str(cell)
    return f'{cell:.2f}' if abs(cell) < 100 else f'{cell:,.0f}'
