"""Quality of service: what a writer offers, and what a reader or writer of ours asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_int, c_int16, c_int32, c_int64, c_size_t, c_void_p, string_at

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import Library

__all__ = ['new_qos', 'read_qos', 'read_user_data']

RELIABLE, TRANSIENT_LOCAL, KEEP_LAST, KEEP_ALL = 1, 1, 0, 1
XCDR1 = 0
UNLIMITED = (-1, -1, -1)
BLOCKING_NS = 100_000_000


def read_qos(library: Library, qos: int) -> Qos:
    """Return what a writer offers; more durable than transient-local counts as that."""
    reliability, durability, history = c_int(), c_int(), c_int()
    blocking_ns, depth = c_int64(), c_int32(1)
    library.dds_qget_reliability(qos, byref(reliability), byref(blocking_ns))
    library.dds_qget_durability(qos, byref(durability))
    library.dds_qget_history(qos, byref(history), byref(depth))
    return Qos(
        reliable=reliability.value == RELIABLE,
        transient_local=durability.value >= TRANSIENT_LOCAL,
        depth=0 if history.value == KEEP_ALL else depth.value,
        publishers=1,
    )


def read_user_data(library: Library, qos: int) -> bytes:
    """Return the user data of an endpoint; empty where it has none."""
    data, size = c_void_p(), c_size_t()
    library.dds_qget_userdata(qos, byref(data), byref(size))
    if not data.value:
        return b''
    try:
        return string_at(data.value, size.value)
    finally:
        library.dds_free(data)


@contextmanager
def new_qos(library: Library, qos: Qos, user_data: bytes = b'') -> Iterator[int]:
    """
    Yield the qos of a new reader or writer, for as long as its making takes.

    Plain CDR is asked for, as ROS writes it.
    """
    made = library.dds_create_qos()
    try:
        library.dds_qset_reliability(made, RELIABLE if qos.reliable else 0, BLOCKING_NS)
        library.dds_qset_durability(made, TRANSIENT_LOCAL if qos.transient_local else 0)
        history = (KEEP_LAST, qos.depth) if qos.depth else (KEEP_ALL, 1)
        library.dds_qset_history(made, *history)
        if qos.transient_local:
            library.dds_qset_durability_service(made, 0, *history, *UNLIMITED)
        library.dds_qset_data_representation(made, 1, (c_int16 * 1)(XCDR1))
        if user_data:
            library.dds_qset_userdata(made, user_data, len(user_data))
        yield made
    finally:
        library.dds_delete_qos(made)
