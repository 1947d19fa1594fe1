"""CDR messages drawn as the bridge draws them: what a raw subscription gives, without ROS here."""

import argparse
import math
import struct

import rerun_bridge as rr

TWIST = 'geometry_msgs/msg/Twist'
CDR_LITTLE_ENDIAN = b'\0\1\0\0'


def main() -> None:
    """Log a hundred twists."""
    parser = argparse.ArgumentParser(description=__doc__)
    rr.script_add_args(parser)
    args = parser.parse_args()
    rr.script_setup(args, 'rerun_bridge_example_serialized_messages')
    for step in range(100):
        rr.set_time('step', sequence=step)
        speed, turn = 0.5, math.sin(step / 10)
        data = CDR_LITTLE_ENDIAN + struct.pack('<6d', speed, 0, 0, 0, 0, turn)
        rr.log_cdr('cmd_vel', TWIST, data)
    rr.script_teardown(args)


if __name__ == '__main__':
    main()
