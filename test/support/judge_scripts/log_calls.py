"""Log with the official SDK what ``test/support/log_calls.py`` logs with ours."""

from __future__ import annotations

import sys

import rerun as rr

sys.path.insert(0, sys.argv[2])

from test.support.log_calls import log_everything

rr.init('test_app', recording_id='test_recording')
rr.save(sys.argv[1])
log_everything(rr)
