"""A recording: takes chunks, and has them encoded and written behind the caller's back."""

from __future__ import annotations

import queue
import threading
import time
import uuid

import numpy as np

from rerun_bridge.sdk.archetypes import RecordingInfo
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.log_msg import StoreId
from rerun_bridge.sdk.rrd.encoder import encode_chunk, encode_store_info


class RecordingStream:
    def __init__(self, application_id, recording_id=None, *, recording_name=None):
        self.store = StoreId(application_id, recording_id or uuid.uuid4().hex)
        self._sinks = ()
        self._queue = queue.Queue(maxsize=16)
        self._error = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._name = recording_name
        self._thread.start()

    def set_sinks(self, *sinks):
        self._sinks = sinks
        info = encode_store_info(self.store, new_chunk_id(), 'rerun_bridge')
        for s in sinks: s.send(info)
        comps=[RecordingInfo.start_time.column(np.array([time.time_ns()]))]
        if self._name: comps.append(RecordingInfo.name.column([self._name]))
        self.send_chunk(Chunk(new_chunk_id(), EntityPath(('__properties',)), new_row_ids(1), (), tuple(comps)))

    def send_chunk(self, chunk):
        if self._error: raise self._error
        self._queue.put(chunk)

    def _run(self):
        while (chunk := self._queue.get()) is not None:
            if self._error: continue
            try:
                msg = encode_chunk(chunk, self.store)
                for s in self._sinks: s.send(msg)
            except Exception as e:
                self._error = e

    def close(self):
        self._queue.put(None); self._thread.join()
        for s in self._sinks: s.close()
        if self._error: raise self._error
    def __enter__(self): return self
    def __exit__(self,*a): self.close()
