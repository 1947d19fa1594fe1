"""Whether messages can be read as they are with the library that is installed."""

from __future__ import annotations

import os
import time

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import LARGE_BYTES, RawReader
from rerun_bridge.sources.dds.raw_writer import RawWriter

__all__ = ['reads_raw']

LIMIT_S = 2.0
TYPE = 'rerun_bridge::self_test'
HEADER = b'\0\1\0\0'


def reads_raw(participant: Participant) -> bool:
    """
    Write to ourselves what no type of ours allows, and tell whether it comes back.

    The topic is none of ROS's, and gone at once.
    """
    topic = f'rerun_bridge_self_test_{os.urandom(8).hex()}'
    written = [HEADER + bytes(range(1, 250)), HEADER + os.urandom(LARGE_BYTES)]
    qos = Qos(reliable=True, depth=len(written))
    reader = writer = None
    try:
        reader = RawReader(participant, topic, TYPE, qos)
        writer = RawWriter(participant, topic, TYPE, qos)
        for message in written:
            writer.write(message)
        read: list[bytes] = []
        end_s = time.monotonic() + LIMIT_S
        while len(read) < len(written) and time.monotonic() < end_s:
            for samples in reader.take():
                data = samples.buffer.tobytes()
                places = zip(samples.starts.tolist(), samples.lengths.tolist())
                read += [data[start : start + length] for start, length in places]
            time.sleep(0.001)
        # up to three bytes of padding follow
        return [data[: len(sent)] for data, sent in zip(read, written)] == written
    except SourceError:
        return False
    finally:
        for each in (reader, writer):
            if each is not None:
                each.close()
