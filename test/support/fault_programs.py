"""Programs to which something happens; run as ``python -m test.support.fault_programs``."""

from __future__ import annotations

import random
import resource
import sys
from pathlib import Path

import rerun_bridge as rr

FILE_LIMIT_BYTES = 200_000
PICTURE = random.Random(1).randbytes(100_000)


def frozen(port: str) -> None:
    """Log more than a viewer's socket holds, and end."""
    rr.init('app')
    rr.connect(f'127.0.0.1:{port}')
    rr.log('before', rr.Scalars(1.0))
    rr.flush()
    print('connected', flush=True)
    sys.stdin.readline()
    for _ in range(200):
        rr.log('picture', rr.EncodedImage(contents=PICTURE, media_type='image/jpeg'))
    print('logged', flush=True)


def full(folder: str) -> None:
    """Log into two files, one of which is on a disk that is too small; say what the other has."""
    rr.init('app')
    small = rr.FileSink(Path(folder, 'small.rrd'))
    memory = rr.MemorySink()
    rr.set_sinks(small, memory)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT_BYTES, FILE_LIMIT_BYTES))
    for _ in range(20):
        rr.log('picture', rr.EncodedImage(contents=PICTURE, media_type='image/jpeg'))
        rr.flush()
    rr.disconnect()
    print(sum(msg.facts.rows for msg in memory.messages if msg.facts is not None))


PROGRAMS = {'frozen': frozen, 'full': full}

if __name__ == '__main__':
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
