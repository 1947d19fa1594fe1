"""Write the first examples of ``test/support/chunks.py`` with the official SDK."""

from __future__ import annotations

import sys

import numpy as np
import rerun as rr

with rr.RecordingStream('test_app', recording_id='test_recording') as recording:
    recording.save(sys.argv[1])
    recording.send_recording_name('name')
    recording.send_columns(
        '/plots/a b',
        [
            rr.TimeColumn('stamp', timestamp=np.array([10, 20, 30], 'datetime64[ns]')),
            rr.TimeColumn('count', sequence=[1, 2, 3]),
        ],
        rr.Scalars.columns(scalars=np.arange(3.0)),
    )
    recording.send_columns(
        '/log',
        [rr.TimeColumn('since', duration=np.array([5, 6], 'timedelta64[ns]'))],
        rr.TextLog.columns(text=['one', 'zwei µ']),
    )
    recording.send_columns('/fixed', [], rr.Points3D.columns(positions=np.zeros((1, 3))))
