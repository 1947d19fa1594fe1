"""``python -m bench.encode_ours WORKLOAD SCALE OUT``; OUT ``-`` only makes the data."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from bench.encode_data import WORKLOADS, Piece
from rerun_bridge.sdk.archetypes import EncodedImage, Points3D, Scalars, Transform3D
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.file import FileSink
from rerun_bridge.sdk.time import TimeColumn, Timeline

__all__ = ['main']

TIMELINE = Timeline('ros_time')


def _columns(workload: str, piece: Piece) -> Iterator[ComponentColumn]:
    rows = len(piece.times_ns)
    offsets = np.arange(rows + 1, dtype=np.int64) * piece.per_row
    if workload == 'scalars':
        yield Scalars.scalars.column(piece.values)
    elif workload == 'points':
        yield Points3D.positions.column(piece.values, offsets)
    elif piece.rotations is not None:
        yield Transform3D.translation.column(piece.values)
        yield Transform3D.quaternion.column(piece.rotations)
    else:
        yield EncodedImage.blob.column((piece.values, offsets))


def main(workload: str, scale: str, out: str) -> None:
    """Write all pieces of a workload."""
    recording = RecordingStream('rerun_bridge_bench')
    if out != '-':
        recording.set_sinks(FileSink(out))
    for piece in WORKLOADS[workload](float(scale)):
        if out != '-':
            times = [TimeColumn(TIMELINE, piece.times_ns)]
            recording.send_columns('/bench', times, list(_columns(workload, piece)))
    recording.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
