"""What a program logs is written with numpy alone; pyarrow is for values of the user's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from test.support.chunks import chunks_of
from test.support.official import rerun

PROGRAM = """
import sys
for name in ('pyarrow', 'pyarrow.lib'):
    sys.modules[name] = None
import numpy as np
import rerun_bridge as rr
rr.init('test_app', strict=True)
rr.save(sys.argv[1])
rr.log('plot', rr.Scalars(0.5))
rr.log('said', rr.TextLog('a', level='INFO'))
rr.log('points', rr.Points3D(np.zeros((1000, 3)), colors=[255, 0, 0], labels=['b'] * 1000))
rr.log('moved', rr.Transform3D(translation=[1, 2, 3], rotation=rr.RotationAxisAngle([0, 0, 1], 1)))
rr.log('picture', rr.Image(np.zeros((480, 640, 3), np.uint8)))
rr.log('tensor', rr.Tensor(np.zeros((3, 4)), dim_names=('y', 'x')))
rr.log('graph', rr.GraphNodes(['a', 'b']), rr.GraphEdges([('a', 'b')]))
steps = rr.TimeColumn('step', sequence=[1, 2])
rr.send_columns('columns', [steps], rr.Scalars.columns(scalars=[1, 2]))
rr.disconnect()
"""
ENTITIES = ['/columns', '/graph', '/moved', '/picture', '/plot', '/points', '/said', '/tensor']


@pytest.mark.judge
def test_a_program_logs_where_pyarrow_is_missing(judge: Path, tmp_path: Path) -> None:
    """All of it, and the official reader takes it."""
    path = tmp_path / 'out.rrd'
    command = [sys.executable, '-c', PROGRAM, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, '')
    assert sorted({str(chunk.entity_path) for chunk in chunks_of(path.read_bytes())}) == ENTITIES
    rerun(judge, 'rrd', 'verify', path)
