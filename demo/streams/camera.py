"""``/camera/…``: the picture raw, as depth and as JPEG, and the camera's intrinsics."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from demo.cdr_layout import CdrLayout, Part, const, header, text, vary
from demo.robot import LAP_S
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps
from demo.streams.camera_view import CameraView
from demo.streams.laps import place_of

__all__ = ['camera_info', 'compressed_image', 'depth_image', 'image']

FRAME_ID = 'camera_optical_frame'
NOISES = 64


def _sensor_noise(view: CameraView, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return noise of a few grey levels; picture ``i`` takes its rows from ``i % NOISES`` on."""
    shape = (view.height + NOISES, view.width, 3)
    noise: npt.NDArray[np.uint8] = random.integers(0, 8, shape, np.uint8)
    noise += random.integers(0, 8, shape, np.uint8)
    return noise


def _image_layout(view: CameraView, encoding: str, bytes_per_pixel: int) -> CdrLayout:
    size = view.width * view.height * bytes_per_pixel
    return CdrLayout(
        header(FRAME_ID),
        const('u4', [view.height, view.width]),
        text(encoding),
        const('u1', 0),
        const('u4', [view.width * bytes_per_pixel, size]),
        vary('data', 'u1', size),
    )


def image(
    scene: Scene, view: CameraView, rate_hz: float = 5.0, topic: str = '/camera/image_raw'
) -> Stream:
    """Return rgb8 pictures."""
    times = scene.times(topic, rate_hz)
    places = place_of(scene.elapsed_s(times), view.per_lap)
    noise = _sensor_noise(view, scene.random(topic))
    row = _image_layout(view, 'rgb8', 3).messages(1)
    pixels = row['data'].reshape(view.height, view.width, 3)

    def message(i: int) -> bytes:
        np.add(view.at(int(places[i])).rgb, noise[i % NOISES :][: view.height], out=pixels)
        set_stamps(row, times.stamp_ns[i : i + 1])
        return row.tobytes()

    return Stream(topic, 'sensor_msgs/msg/Image', times, message)


def depth_image(
    scene: Scene, view: CameraView, rate_hz: float = 5.0, topic: str = '/camera/depth/image_raw'
) -> Stream:
    """Return 16UC1 pictures in millimetres, 0 in the sky."""
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    places = place_of(scene.elapsed_s(times), view.per_lap)
    noise = random.normal(0, 0.002, (view.height + NOISES, view.width)).astype(np.float32)
    row = _image_layout(view, '16UC1', 2).messages(1)
    pixels = row['data'].view('<u2').reshape(view.height, view.width)

    def message(i: int) -> bytes:
        depth = view.at(int(places[i])).depth_m
        known = depth < 60
        error = 1 + noise[i % NOISES :][: view.height]
        pixels[:] = np.where(known, depth, 0) * error * 1000
        set_stamps(row, times.stamp_ns[i : i + 1])
        return row.tobytes()

    return Stream(topic, 'sensor_msgs/msg/Image', times, message)


def compressed_image(
    scene: Scene,
    view: CameraView,
    rate_hz: float = 15.0,
    quality: int = 85,
    topic: str = '/camera/image_raw/compressed',
    in_turn: bool = False,
) -> Stream:
    """
    Return JPEG pictures; each place on the lap is encoded once.

    :param in_turn: go on by a place with every picture, wherever the robot is: no two neighbours
        are alike, though few are made.
    """
    times = scene.times(topic, rate_hz)
    t = np.arange(len(times)) * LAP_S / view.per_lap if in_turn else scene.elapsed_s(times)
    places = place_of(t, view.per_lap)
    noise = _sensor_noise(view, scene.random(topic))
    pictures: dict[int, npt.NDArray[np.void]] = {}

    def encoded(place: int) -> npt.NDArray[np.void]:
        rgb = view.at(place).rgb + noise[place % NOISES :][: view.height]
        jpeg = cv2.imencode('.jpg', rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        layout = CdrLayout(
            header(FRAME_ID), text('rgb8; jpeg compressed bgr8'), _blob(jpeg.tobytes())
        )
        return layout.messages(1)

    def message(i: int) -> bytes:
        place = int(places[i])
        if place not in pictures:
            pictures[place] = encoded(place)
        set_stamps(pictures[place], times.stamp_ns[i : i + 1])
        return pictures[place].tobytes()

    return Stream(topic, 'sensor_msgs/msg/CompressedImage', times, message)


def _blob(data: bytes) -> Part:
    return const('u4', len(data)), const('u1', np.frombuffer(data, np.uint8))


def camera_info(
    scene: Scene, view: CameraView, rate_hz: float = 15.0, topic: str = '/camera/camera_info'
) -> Stream:
    """Return the intrinsics of a camera without distortion."""
    f, cx, cy = view.focal_length_px, view.width / 2, view.height / 2
    layout = CdrLayout(
        header(FRAME_ID),
        const('u4', [view.height, view.width]),
        text('plumb_bob'),
        const('u4', 5),
        const('f8', np.zeros(5)),
        const('f8', [f, 0, cx, 0, f, cy, 0, 0, 1]),
        const('f8', np.eye(3).ravel()),
        const('f8', [f, 0, cx, 0, 0, f, cy, 0, 0, 0, 1, 0]),
        const('u4', [0, 0]),
        const('u4', [0, 0, 0, 0]),
        const('u1', 0),
    )
    times = scene.times(topic, rate_hz)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    return of_rows(topic, 'sensor_msgs/msg/CameraInfo', times, rows)
