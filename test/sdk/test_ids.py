"""Ids are unique and increase."""

from __future__ import annotations

import os
import uuid
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rerun_bridge.sdk.ids import (
    new_chunk_id,
    new_row_ids,
    random_uuid,
    row_ids_at,
    uuid_text,
)


def _rows(count: int) -> list[bytes]:
    return [bytes(row) for row in new_row_ids(count)]


def test_row_ids_increase_over_all_calls() -> None:
    """As big-endian numbers, as the viewer compares them; chunk ids among them."""
    ids = [*_rows(5), new_chunk_id(), *_rows(300), *_rows(0), new_chunk_id()]
    assert all(len(each) == 16 for each in ids)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_ids_of_threads_are_different() -> None:
    """All take from one counter."""
    with ThreadPoolExecutor(4) as pool:
        ids = [each for rows in pool.map(_rows, [50] * 40) for each in rows]
    assert len(set(ids)) == 2000


@pytest.mark.filterwarnings('ignore:.*multi-threaded:DeprecationWarning')
def test_a_forked_child_counts_from_elsewhere() -> None:
    """At the same nanosecond the counters are what tells the ids apart."""
    new_chunk_id()
    end, start = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(start, new_chunk_id())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = int.from_bytes(os.read(end, 16)[8:], 'big')
    ours = int.from_bytes(new_chunk_id()[8:], 'big')
    os.close(end)
    os.close(start)
    assert abs(theirs - ours) > 1000


def test_ids_of_rows_logged_earlier_have_their_times() -> None:
    """They increase where the times stand still, and are nobody else's."""
    times_ns = np.array([5, 5, 7], np.int64)
    ids = [bytes(row) for row in (*row_ids_at(times_ns), *row_ids_at(times_ns))]
    assert ids[:3] == sorted(ids[:3])
    assert len(set(ids)) == 6
    assert [int.from_bytes(each[:8], 'big') for each in ids] == [5, 5, 7] * 2


def test_random_ids_are_uuids() -> None:
    """As the standard library makes and writes them."""
    ids = [random_uuid() for _ in range(100)]
    assert len(set(ids)) == 100
    for each in ids:
        known = uuid.UUID(bytes=each)
        assert (known.version, known.variant) == (4, uuid.RFC_4122)
        assert uuid_text(each) == str(known)
