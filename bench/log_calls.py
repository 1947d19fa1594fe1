"""
The calls of a robot node; the same program for both SDKs.

``python -m bench.log_calls SDK KIND COUNT DESTINATION WHERE``: SDK is ``rerun_bridge`` or
``rerun``, DESTINATION ``file`` with a path or ``live`` with ``ip:port``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

__all__ = ['CALLS', 'FILE', 'LIVE', 'Calls', 'main']

Call = Callable[[int], Any]
FILE, LIVE = 'file', 'live'


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


def _images(rr: Any, height: int = 480, width: int = 640) -> Call:
    import numpy as np

    image = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    return lambda i: rr.log('image', rr.Image(image))


def _large_images(rr: Any) -> Call:
    return _images(rr, 1080, 1920)


def _jpegs(rr: Any) -> Call:
    import numpy as np

    jpeg = np.random.default_rng(1).integers(0, 255, 100_000, np.uint8).tobytes()
    return lambda i: rr.log('jpeg', rr.EncodedImage(contents=jpeg, media_type='image/jpeg'))


def _sequences(rr: Any) -> Call:
    return lambda i: rr.set_time('step', sequence=i)


def _timestamps(rr: Any) -> Call:
    return lambda i: rr.set_time('time', timestamp=1e9 + i)


class Calls(NamedTuple):
    """
    A kind of call.

    :param make: makes the call of an SDK, which takes how many there were before.
    :param times: how often it is called.
    :param must: how many times cheaper it must be here.
    """

    make: Callable[[Any], Call]
    times: int
    must: float


CALLS = {
    'Scalars': Calls(_scalars, 100_000, 8.0),
    'Transform3D': Calls(_transforms, 40_000, 10.0),
    'TextLog': Calls(_texts, 50_000, 5.0),
    'Points3D 1000': Calls(_points, 20_000, 2.0),
    'Image 640x480': Calls(_images, 1_500, 3.0),
    'Image 1920x1080': Calls(_large_images, 300, 3.0),
    'EncodedImage': Calls(_jpegs, 10_000, 3.0),
    'set_time step': Calls(_sequences, 500_000, 1.0),
    'set_time time': Calls(_timestamps, 200_000, 2.0),
}


def main(sdk: str, kind: str, count: str, destination: str, where: str) -> None:
    """Make the calls; each row has a time of its own. Both sides wait, and lose nothing."""
    rr = import_module(sdk)
    rr.init('rerun_bridge_bench')
    sink = None
    if destination == FILE:
        rr.save(where)
    elif sdk == 'rerun':
        rr.connect_grpc(f'rerun+http://{where}/proxy')
    else:
        sink = rr.StreamSink(where, policy='block', close_seconds=60.0)
        rr.set_sinks(sink)
    call = CALLS[kind].make(rr)
    steps = kind.startswith('set_time')
    for i in range(int(count)):
        if not steps:
            rr.set_time('step', sequence=i)
        call(i)
    rr.get_global_data_recording().flush()
    rr.disconnect()
    if sink is not None and (sink.lost or sink.doubtful):
        raise SystemExit(f'lost {sink.lost}, maybe {sink.doubtful}')


if __name__ == '__main__':
    main(*sys.argv[1:])
