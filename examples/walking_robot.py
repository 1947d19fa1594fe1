"""A robot walks in a circle: points, transforms, plots, pictures and texts, with times."""

import argparse
import math

import numpy as np

import rerun_bridge as rr

STEPS = 200


def main() -> None:
    """Log two hundred steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    rr.script_add_args(parser)
    args = parser.parse_args()
    rr.script_setup(args, 'rerun_bridge_example_walking_robot')

    noise = np.random.default_rng(1)
    walls = noise.uniform([-6, -6, 0], [6, 6, 2], (8000, 3))
    walls[:4000, 0] = np.sign(walls[:4000, 0]) * 6
    walls[4000:, 1] = np.sign(walls[4000:, 1]) * 6
    rr.log('world', rr.ViewCoordinates.RIGHT_HAND_Z_UP, static=True)
    rr.log('world/walls', rr.Points3D(walls, colors=[120, 120, 140], radii=0.02), static=True)
    path = []
    for step in range(STEPS):
        seconds = step * 0.1
        angle = seconds / 3
        place = [4 * math.cos(angle), 4 * math.sin(angle), 0.3]
        path.append(place)
        rr.set_time('step', sequence=step)
        rr.set_time('sim_time', duration=seconds)
        rr.log(
            'world/robot',
            rr.Transform3D(
                translation=place,
                rotation=rr.RotationAxisAngle(axis=[0, 0, 1], angle=angle + math.pi / 2),
            ),
        )
        rr.log('world/robot/body', rr.Boxes3D(half_sizes=[0.4, 0.25, 0.2], colors=[0, 200, 120]))
        rr.log('world/path', rr.LineStrips3D([path], colors=[255, 180, 0]))
        rr.log('plots/height', rr.Scalars(0.3 + 0.02 * math.sin(9 * angle)))
        rr.log('plots/heading', rr.Scalars(math.degrees(angle) % 360))
        if step % 20 == 0:
            shade = np.linspace(0, 255, 160, dtype=np.uint8)
            picture = np.stack([np.roll(np.tile(shade, (90, 1)), step, axis=1)] * 3, axis=-1)
            rr.log('camera', rr.Image(picture))
            rr.log('log', rr.TextLog(f'step {step}', level=rr.TextLogLevel.INFO))
    rr.script_teardown(args)


if __name__ == '__main__':
    main()
