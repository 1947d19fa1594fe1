"""A blueprint as messages: a store of its own, and the order to use it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Archetype
from rerun_bridge.sdk.blueprint.layout import Blueprint, BlueprintLike
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids, random_uuid
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import (
    encode_blueprint_activation,
    encode_chunk,
    encode_store_info,
)
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

__all__ = ['blueprint_messages']

TIMELINE = Timeline('blueprint', TimeType.SEQUENCE)


def blueprint_messages(
    blueprint: BlueprintLike,
    application_id: str,
    source: str,
    *,
    make_active: bool = True,
    make_default: bool = True,
) -> Iterator[LogMsg]:
    """
    Yield what makes viewers show an application so.

    :param source: which program made it, for people.
    :param make_active: now; :param make_default: when people reset the blueprint.
    """
    whole = blueprint if isinstance(blueprint, Blueprint) else Blueprint(blueprint)
    store = StoreId(application_id, f'rec_{random_uuid().hex()}', 'blueprint')
    yield encode_store_info(store, new_chunk_id(), source)
    for path, fields in whole.rows():
        yield encode_chunk(_chunk(path, fields), store)
    yield encode_blueprint_activation(store, make_active, make_default)


def _chunk(path: str, fields: Archetype) -> Chunk:
    times = TimeColumn(TIMELINE, np.zeros(1, np.int64))
    columns = tuple([component.rows([cell]) for component, cell in fields.cells.items()])
    return Chunk(new_chunk_id(), EntityPath.parse(path), new_row_ids(1), (times,), columns)
