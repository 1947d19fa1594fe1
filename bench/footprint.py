"""
What it costs to have the SDK, against the official one.

CPU time of its import; calls when ``RERUN=off``; ``connect`` where nobody listens; and what is on
the disk: what logging needs, and all that ``pip install`` brings, with what both are built on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial

from bench.options import parse_options
from bench.peers import judge_python
from bench.table import Table
from bench.timing import alternating, cost_of

__all__ = ['main']

SIDES = {'ours': 'rerun_bridge', 'peer': 'rerun'}
TO_LOG = ('rerun_bridge', 'numpy', 'xxhash')

OFF = """
import importlib, sys, time
rr = importlib.import_module(sys.argv[1])
rr.init('rerun_bridge_bench')
row = rr.Scalars(0.5)
calls = {
    'log': lambda: rr.log('speed', row),
    'set_time': lambda: rr.set_time('step', sequence=1),
    'nothing': lambda: None,
}
took = {}
for name, call in calls.items():
    begin = time.process_time()
    for _ in range(200_000):
        call()
    took[name] = (time.process_time() - begin) / 0.2
print(took['log'] - took['nothing'], took['set_time'] - took['nothing'])
"""

CONNECT = """
import importlib, sys, time
rr = importlib.import_module(sys.argv[1])
rr.init('rerun_bridge_bench')
begin = time.perf_counter()
if sys.argv[1] == 'rerun':
    rr.connect_grpc('rerun+http://127.0.0.1:9/proxy')
else:
    rr.connect('127.0.0.1:9')
print((time.perf_counter() - begin) * 1e3, flush=True)
import os
os._exit(0)
"""

INSTALLED = """
import json, re, sys
from importlib.metadata import PackageNotFoundError, distribution
sizes = {}
def add(name):
    key = re.sub('[-_.]+', '_', name).lower()
    try:
        found = distribution(name)
    except PackageNotFoundError:  # what this platform does without
        return
    if key not in sizes:
        places = [each.locate() for each in found.files or ()]
        sizes[key] = sum(place.stat().st_size for place in places if place.is_file())
        for needed in found.requires or ():
            if 'extra ==' not in needed:
                add(re.match('[A-Za-z0-9_.-]+', needed)[0])
add(sys.argv[1])
print(json.dumps(sizes))
"""


def main() -> None:
    """Print each of both sides."""
    options = parse_options(__doc__)
    python = {'ours': sys.executable, 'peer': judge_python()}
    table = Table(['what', 'ours', 'rerun', 'ratio', 'must'], first_width=34)
    imports = alternating(
        options.runs,
        {
            side: partial(cost_of, [python[side], '-c', f'import {name}; {name}.log'])
            for side, name in SIDES.items()
        },
    )
    ours, peer = (imports[side].cpu_s * 1e3 for side in SIDES)
    table.row('import, ms of CPU', ours, peer, peer / ours, 2.0)

    off = {side: _said(python[side], OFF, SIDES[side], RERUN='off').split() for side in SIDES}
    for i, call in enumerate(('log', 'set_time')):
        ours, peer = (float(off[side][i]) for side in SIDES)
        table.row(f'{call} with RERUN=off, µs', ours, peer, peer / ours, '< 1 µs')

    ours, peer = (float(_said(python[side], CONNECT, name)) for side, name in SIDES.items())
    table.row('connect with nobody there, ms', ours, peer, peer / ours, '< 50 ms')

    sizes = json.loads(_said(python['ours'], INSTALLED, 'rerun_bridge'))
    sizes['rerun_bridge'] = _package_bytes()
    peer = sum(json.loads(_said(python['peer'], INSTALLED, 'rerun-sdk')).values()) / 1e6
    for what, names in (('needed to log', TO_LOG), ('pip install', tuple(sizes))):
        ours = sum(sizes[name] for name in names) / 1e6
        table.row(f'installed, MB: {what}', ours, peer, peer / ours, 2.0)


def _said(python: str, code: str, argument: str, **environment: str) -> str:
    result = subprocess.run(
        [python, '-c', code, argument],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return result.stdout


def _package_bytes() -> int:
    """Return the size of our own package, which an editable installation does not know."""
    from pathlib import Path

    import rerun_bridge

    package = Path(rerun_bridge.__path__[0])
    return sum(path.stat().st_size for path in package.rglob('*') if path.is_file())


if __name__ == '__main__':
    main()
