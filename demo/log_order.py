"""The messages of all streams of a bag in the order they are logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from demo.stream import Stream

__all__ = ['log_order']


def log_order(streams: Sequence[Stream]) -> Iterator[tuple[int, int]]:
    """Yield stream and message index of every message; where times are equal, streams in order."""
    log_ns = np.concatenate([stream.times.log_ns for stream in streams])
    of_stream = np.concatenate([np.full(len(s), k) for k, s in enumerate(streams)])
    index = np.concatenate([np.arange(len(stream)) for stream in streams])
    order = np.argsort(log_ns, kind='stable')
    yield from zip(of_stream[order].tolist(), index[order].tolist())
