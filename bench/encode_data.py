"""The columns that both sides of the encoding bench write, made by numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ['WORKLOADS', 'Piece']

START_NS = 1_700_000_000_000_000_000


@dataclass(frozen=True)
class Piece:
    """
    What becomes one chunk.

    :param times_ns: int64, shape (rows,).
    :param values: of all rows, one after the other; for transforms, translations.
    :param per_row: how many values a row has.
    :param rotations: of transforms, float32, shape (rows, 4).
    """

    times_ns: npt.NDArray[np.int64]
    values: npt.NDArray[np.generic]
    per_row: int = 1
    rotations: npt.NDArray[np.float32] | None = None


def _times(piece: int, rows: int) -> npt.NDArray[np.int64]:
    return START_NS + (np.arange(rows, dtype=np.int64) + piece * rows) * 1_000_000


def _scalars(random: np.random.Generator, piece: int) -> Piece:
    return Piece(_times(piece, 5000), random.normal(0, 1, 5000).cumsum())


def _transforms(random: np.random.Generator, piece: int) -> Piece:
    rotations = random.normal(0, 1, (5000, 4)).astype(np.float32)
    rotations /= np.linalg.norm(rotations, axis=1, keepdims=True)
    moves = random.normal(0, 0.01, (5000, 3)).cumsum(axis=0).astype(np.float32)
    return Piece(_times(piece, 5000), moves, 1, rotations)


def _points(random: np.random.Generator, piece: int) -> Piece:
    return Piece(_times(piece, 4), random.normal(0, 5, (120_000, 3)).astype(np.float32), 30_000)


def _pictures(random: np.random.Generator, piece: int) -> Piece:
    size = 921_600
    return Piece(_times(piece, 4), random.integers(0, 256, 4 * size, np.uint8), size)


PIECES = {'scalars': 400, 'transforms': 100, 'points': 150, 'pictures': 150}
MAKERS: Mapping[str, Callable[[np.random.Generator, int], Piece]] = {
    'scalars': _scalars,
    'transforms': _transforms,
    'points': _points,
    'pictures': _pictures,
}
DISTINCT = 8
"""Pieces that differ; they come in turns, so that making them costs little."""


def _workload(name: str) -> Callable[[float], Iterator[Piece]]:
    def pieces(scale: float) -> Iterator[Piece]:
        random = np.random.default_rng(1)
        made = [MAKERS[name](random, piece) for piece in range(DISTINCT)]
        for piece in range(max(1, round(PIECES[name] * scale))):
            yield made[piece % DISTINCT]

    return pieces


WORKLOADS: Mapping[str, Callable[[float], Iterator[Piece]]] = {
    name: _workload(name) for name in PIECES
}
