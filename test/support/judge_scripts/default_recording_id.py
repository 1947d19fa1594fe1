"""Print the official default recording id of an application, for a key in hex."""

from __future__ import annotations

import multiprocessing
import sys

import rerun as rr

multiprocessing.current_process().authkey = bytes.fromhex(sys.argv[2])
rr.init(sys.argv[1])
print(rr.get_recording_id())
