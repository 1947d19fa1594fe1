"""Messages of all kinds, as sinks get them."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sdk.archetypes import Points3D, Scalars
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import (
    encode_blueprint_activation,
    encode_chunk,
    encode_store_info,
)
from test.support.chunks import COUNT, chunk_of, times

STORE = StoreId('app', 'rec')
BLUEPRINT = StoreId('app', 'layout', 'blueprint')


def announcement(store: StoreId = STORE) -> LogMsg:
    """Return the message that must come first."""
    return encode_store_info(store, bytes(16), 'test')


def scalar(count: int, store: StoreId = STORE) -> LogMsg:
    """Return one number at one time."""
    column = Scalars.scalars.column(np.array([float(count)]))
    return encode_chunk(chunk_of('/plot', [times(COUNT, count)], [column]), store)


def static(path: str, points: int = 1, store: StoreId = STORE) -> LogMsg:
    """Return points that are there at all times."""
    column = Points3D.positions.column(np.zeros((points, 3)), [0, points])
    return encode_chunk(chunk_of(path, [], [column]), store)


def noise(count: int, size: int) -> LogMsg:
    """Return about so many bytes, at one time."""
    colors = np.random.default_rng(count).integers(0, 2**32, size // 4, np.uint32)
    column = Points3D.colors.column(colors, [0, len(colors)])
    return encode_chunk(chunk_of('/noise', [times(COUNT, count)], [column]), STORE)


def activation(store: StoreId = BLUEPRINT) -> LogMsg:
    """Return the message that makes a blueprint the one in use."""
    return encode_blueprint_activation(store, make_active=True, make_default=True)
