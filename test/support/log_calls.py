"""Calls that both SDKs understand: every way to log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np

__all__ = ['log_everything']


def log_everything(rr: Any) -> None:
    """
    Log with an SDK.

    :param rr: ``rerun_bridge`` or ``rerun``.
    """
    rr.send_recording_name('a name')
    rr.send_property('site', rr.TextDocument('hall 3'))
    for i in range(20):
        rr.set_time('step', sequence=i)
        rr.set_time('sim', duration=i * 0.1)
        rr.set_time('when', timestamp=datetime(2024, 1, 1, 0, 0, i))
        rr.log('plots/sin', rr.Scalars(i * 0.5))
        pose = rr.Transform3D(translation=(i, 0, 0), quaternion=(0, 0, 0, 1), child_frame='b')
        rr.log(['world', 'my robot', 5], pose)
        if i % 3 == 0:
            rr.log('/log/', rr.TextLog(f'line {i}', level='INFO'))
        if i == 10:
            rr.disable_timeline('sim')
    rr.reset_time()
    rr.set_time('sim', duration=timedelta(hours=2))
    rr.log('points', rr.Points3D(np.arange(30.0).reshape(10, 3), colors=[255, 0, 0]))
    rr.log('points', rr.Points3D([[1, 2, 3]]), rr.AnyValues(extra=5), static=True)
    rr.log('points', rr.Points3D.from_fields(radii=0.5))
    rr.log('points', rr.Clear(recursive=True))
    rr.log('/', rr.ViewCoordinates.RIGHT_HAND_Z_UP, static=True)
    rr.set_time('sim', duration=np.timedelta64(5, 'ms'))
    rr.set_time('back', sequence=5)
    rr.log('a b/ä', rr.Scalars([1, 2, 3]))
    rr.set_time('back', sequence=4)
    rr.log('a b/ä', rr.Scalars(4))
    rr.log('/c\\ d//e/', rr.Scalars(4))
    rr.log('image', rr.Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3)))
    rr.send_columns(
        'columns',
        [
            rr.TimeColumn('step', sequence=[1, 2, 3]),
            rr.TimeColumn('sim', duration=[0.1, 0.2, 0.3]),
        ],
        rr.Scalars.columns(scalars=[1.0, 2.0, 3.0]),
    )
    rr.send_columns('fixed', [], rr.Points3D.columns(positions=np.zeros((1, 3))))
