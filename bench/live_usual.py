"""
Run by the judge's Python: the usual way of bench.live.

``python -m bench.live_usual VIEWER DOMAIN TYPE TOPIC …``
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from ctypes import c_ssize_t
from typing import Any

import numpy as np
import rerun as rr
from rosbags.typesys import Stores, get_typestore

from bench.live_window import Window
from rerun_bridge.messages import Qos, TypeName
from rerun_bridge.sources.dds.names import dds_topic, dds_type
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader

__all__ = ['main']


def _log_imu(topic: str, message: Any) -> None:
    turn, push, pose = (
        message.angular_velocity,
        message.linear_acceleration,
        message.orientation,
    )
    rr.log(
        topic,
        rr.Scalars([turn.x, turn.y, turn.z, push.x, push.y, push.z]),
        rr.InstancePoses3D(quaternions=[[pose.x, pose.y, pose.z, pose.w]]),
    )


def _log_image(topic: str, message: Any) -> None:
    pixels = np.asarray(message.data).reshape(message.height, message.width, 3)
    rr.log(topic, rr.Image(pixels, color_model='RGB'))


LOG: dict[str, Callable[[str, Any], None]] = {
    'sensor_msgs/msg/Imu': _log_imu,
    'sensor_msgs/msg/Image': _log_image,
}


def main(viewer: str, domain: str, type_name: str, *topics: str) -> None:
    """Log everything, message by message, until the window is over."""
    store, log = get_typestore(Stores.ROS2_JAZZY), LOG[type_name]
    rr.init('bench')
    rr.connect_grpc(f'rerun+http://{viewer}/proxy')
    participant = Participant(int(domain))
    library = participant.library
    waitset = library.dds_create_waitset(participant.entity)
    readers = {}
    for topic in topics:
        name = dds_type(TypeName(type_name))
        reader = RawReader(participant, dds_topic(topic), name, Qos(True, False, 1000))
        readers[reader.condition] = (topic, reader)
        library.dds_waitset_attach(waitset, reader.condition, reader.condition)
    messages = 0
    window = Window(lambda: messages)
    triggered = (c_ssize_t * len(topics))()
    while not window.is_over.is_set():
        count = library.dds_waitset_wait(waitset, triggered, len(topics), 100_000_000)
        for condition in triggered[: max(count, 0)]:
            topic, reader = readers[condition]
            for samples in reader.take():
                for row, start in enumerate(samples.starts.tolist()):
                    data = samples.buffer[start : start + int(samples.lengths[row])]
                    message: Any = store.deserialize_cdr(data.tobytes(), type_name)
                    stamp = message.header.stamp
                    stamp_ns = stamp.sec * 1_000_000_000 + stamp.nanosec
                    rr.set_time('ros_time', timestamp=np.datetime64(stamp_ns, 'ns'))
                    log(topic, message)
                    messages += 1
                    window.note(time.time_ns() - int(samples.published_ns[row]))
    participant.close()
    rr.disconnect()


if __name__ == '__main__':
    main(*sys.argv[1:])
