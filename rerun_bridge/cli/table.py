"""Aligned columns of text: no lines, no boxes, as wide as the terminal at most."""

from __future__ import annotations

from collections.abc import Sequence

from rerun_bridge.cli.terminal import Paint, printable, wrapped
from rerun_bridge.nouns import dataclass

__all__ = ['Column', 'Row', 'shortened', 'table_lines']

GAP = '  '


@dataclass(frozen=True)
class Column:
    """
    A column.

    :param least: how narrow it may get in a narrow terminal; None: as wide as it needs.
    """

    title: str
    right: bool = False
    least: int | None = None


@dataclass(frozen=True)
class Row:
    """
    A row.

    :param notes: lines below it, each with its look (see :mod:`rerun_bridge.cli.terminal`).
    """

    cells: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()


def shortened(text: str, width: int) -> str:
    """Return a text of at most ``width`` signs, its middle left out: ``sensor_…oudCloud2``."""
    if len(text) <= width:
        return text
    tail = (width - 1) * 2 // 3
    return text[: width - 1 - tail] + '…' + text[len(text) - tail :]


def table_lines(
    columns: Sequence[Column], rows: Sequence[Row], paint: Paint, width: int | None
) -> list[str]:
    """
    Return the lines of a table.

    :param width: of the terminal; None for no limit.
    """
    cells = [[printable(cell) for cell in row.cells] for row in rows]
    widths = _widths(columns, cells, width)
    titles = [column.title for column in columns]
    lines = [paint(_line(columns, titles, widths), 'bold')]
    for row, texts in zip(rows, cells):
        lines.append(_line(columns, texts, widths))
        for note, look in row.notes:
            lines.extend(paint(line, look) for line in wrapped(note, width, '  '))
    return lines


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None
) -> list[int]:
    """Return the columns' widths; the one that has most to give gives first."""
    widths = [
        max(len(text) for text in (column.title, *(row[index] for row in rows)))
        for index, column in enumerate(columns)
    ]
    if width is None:
        return widths
    surplus = sum(widths) + len(GAP) * (len(widths) - 1) - width
    for _ in range(surplus):
        spare = [
            0 if column.least is None else has - column.least
            for column, has in zip(columns, widths)
        ]
        if max(spare) <= 0:
            break
        widths[spare.index(max(spare))] -= 1
    return widths


def _line(columns: Sequence[Column], texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = []
    for column, text, width in zip(columns, texts, widths):
        cell = shortened(text, width)
        cells.append(cell.rjust(width) if column.right else cell.ljust(width))
    return GAP.join(cells).rstrip()
