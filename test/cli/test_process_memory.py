"""Where the memory of a process is, by what the system says of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TAKES = """
import ctypes, re, threading
from rerun_bridge.cli.program import begin
begin()
places = []
def take():
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    places.append(library.malloc(4 << 20))
thread = threading.Thread(target=take)
thread.start()
thread.join()
with open('/proc/self/smaps') as file:
    regions = re.split(r'(?m)^(?=[0-9a-f]+-[0-9a-f]+ )', file.read())[1:]
for region in regions:
    first, last = [int(each, 16) for each in region.split(' ', 1)[0].split('-')]
    if first <= places[0] + (3 << 20) < last:  # where it begins may not be aligned
        print('[heap]' in region, ' hg' in re.search('VmFlags:.*', region)[0])
"""
LARGE_PAGES = Path('/sys/kernel/mm/transparent_hugepage/enabled')


@pytest.fixture(scope='module')
def found() -> list[str]:
    """Return whether what a thread took is in the one heap, and in large pages."""
    command = [sys.executable, '-c', TAKES]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_all_threads_take_memory_from_one_place(found: list[str]) -> None:
    """What one of them fills another frees."""
    assert found[0] == 'True'


def test_it_is_in_large_pages(found: list[str]) -> None:
    """Where the system has them."""
    assert found[1] == str(LARGE_PAGES.exists())
