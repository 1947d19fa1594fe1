"""
Run by the judge's Python: writes a recording with the official SDK.

``python -m bench.encode_peer WORKLOAD SCALE OUT``; OUT ``-`` only makes the data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import rerun as rr

from bench.encode_data import WORKLOADS, Piece

__all__ = ['main']


def _columns(workload: str, piece: Piece) -> Iterable[rr.ComponentColumn]:
    rows = len(piece.times_ns)
    columns: Iterable[rr.ComponentColumn]
    if workload == 'scalars':
        columns = rr.Scalars.columns(scalars=piece.values)
    elif workload == 'points':
        columns = rr.Points3D.columns(positions=piece.values).partition([piece.per_row] * rows)
    elif workload == 'transforms':
        columns = rr.Transform3D.columns(translation=piece.values, quaternion=piece.rotations)
    else:
        columns = rr.EncodedImage.columns(blob=piece.values.reshape(rows, piece.per_row))
    return columns


def main(workload: str, scale: str, out: str) -> None:
    """Write all pieces of a workload."""
    recording = rr.RecordingStream('rerun_bridge_bench')
    if out != '-':
        recording.save(out)
    for piece in WORKLOADS[workload](float(scale)):
        if out != '-':
            times = rr.TimeColumn('ros_time', timestamp=piece.times_ns.astype('datetime64[ns]'))
            columns = _columns(workload, piece)
            rr.send_columns('/bench', indexes=[times], columns=columns, recording=recording)
    recording.flush()
    recording.disconnect()


if __name__ == '__main__':
    main(*sys.argv[1:])
