"""
The calls of a robot node; the same program for both SDKs.

``python -m bench.log_calls SDK KIND COUNT OUT``: SDK is ``rerun_bridge`` or ``rerun``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ['CALLS', 'main']

Call = Callable[[int], Any]


def _scalars(rr: Any) -> Call:
    return lambda i: rr.log('speed', rr.Scalars(i * 0.5))


def _transforms(rr: Any) -> Call:
    return lambda i: rr.log(
        'tf',
        rr.Transform3D(
            translation=[i, 0.0, 1.0],
            quaternion=[0.0, 0.0, 0.0, 1.0],
            parent_frame='map',
            child_frame='base',
        ),
    )


def _texts(rr: Any) -> Call:
    return lambda i: rr.log('log', rr.TextLog(f'step {i}', level='INFO'))


def _points(rr: Any) -> Call:
    import numpy as np

    clouds = np.random.default_rng(1).random((64, 1000, 3), np.float32)
    return lambda i: rr.log('points', rr.Points3D(clouds[i % 64]))


def _images(rr: Any) -> Call:
    import numpy as np

    image = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    return lambda i: rr.log('image', rr.Image(image))


def _jpegs(rr: Any) -> Call:
    import numpy as np

    jpeg = np.random.default_rng(1).integers(0, 255, 100_000, np.uint8).tobytes()
    return lambda i: rr.log('jpeg', rr.EncodedImage(contents=jpeg, media_type='image/jpeg'))


def _sequences(rr: Any) -> Call:
    return lambda i: rr.set_time('step', sequence=i)


def _timestamps(rr: Any) -> Call:
    return lambda i: rr.set_time('time', timestamp=1e9 + i)


CALLS: dict[str, tuple[Callable[[Any], Call], int, float]] = {
    'Scalars': (_scalars, 100_000, 8.0),
    'Transform3D': (_transforms, 40_000, 10.0),
    'TextLog': (_texts, 50_000, 5.0),
    'Points3D 1000': (_points, 20_000, 2.0),
    'Image 640x480': (_images, 600, 3.0),
    'EncodedImage': (_jpegs, 3_000, 3.0),
    'set_time step': (_sequences, 500_000, 1.0),
    'set_time time': (_timestamps, 200_000, 2.0),
}
"""What is called, how often, and how many times cheaper it must be here."""


def main(sdk: str, kind: str, count: str, out: str) -> None:
    """Make the calls; each row has a time of its own."""
    rr = import_module(sdk)
    rr.init('rerun_bridge_bench')
    rr.save(out)
    call = CALLS[kind][0](rr)
    steps = kind.startswith('set_time')
    for i in range(int(count)):
        if not steps:
            rr.set_time('step', sequence=i)
        call(i)
    rr.disconnect()


if __name__ == '__main__':
    main(*sys.argv[1:])
