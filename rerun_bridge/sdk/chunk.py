"""A chunk: rows of one entity, all with the same timelines, as columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property, dataclass
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.time import TimeColumn

__all__ = ['Chunk']


@dataclass(frozen=True)
class Chunk:
    """
    Rows of one entity.

    :param id: 16 bytes, unique: a viewer ignores a second chunk of the same id without a word.
    :param row_ids: uint8, shape (rows, 16), increasing.
    :param times: by timeline name; empty makes the chunk static.
    :param components: by archetype and component; no two with one descriptor.
    """

    id: bytes
    entity_path: EntityPath
    row_ids: npt.NDArray[np.uint8]
    times: tuple[TimeColumn, ...]
    components: tuple[ComponentColumn, ...]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.row_ids)

    @cached_property
    def size_bytes(self) -> int:
        """About how much memory the values take."""
        return sum([column.lists.nbytes for column in self.components])

    @property
    def is_static(self) -> bool:
        """Whether the rows hold on all timelines at all times."""
        return not self.times
