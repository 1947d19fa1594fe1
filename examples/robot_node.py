"""A ROS 2 node that logs directly: the messages it gets, and what it makes of them."""

import argparse
import math
from contextlib import suppress

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from rclpy.utilities import remove_ros_args
from sensor_msgs.msg import LaserScan

import rerun_bridge as rr


class NearestObstacle(Node):
    """Looks for the nearest obstacle in a scan."""

    def __init__(self) -> None:
        super().__init__('nearest_obstacle')
        self.create_subscription(LaserScan, 'scan', self.look, qos_profile_sensor_data)

    def look(self, scan: LaserScan) -> None:
        """Log a scan and the nearest point of it."""
        rr.log('scan', scan)  # drawn as the bridge draws it, in the frame of its header
        ranges = np.asarray(scan.ranges)
        valid = np.isfinite(ranges) & (ranges >= scan.range_min)
        if valid.any():
            nearest = int(np.flatnonzero(valid)[ranges[valid].argmin()])
            angle = scan.angle_min + nearest * scan.angle_increment
            distance = float(ranges[nearest])
            place = [distance * math.cos(angle), distance * math.sin(angle), 0.0]
            rr.log('nearest', rr.Points3D([place], colors=[255, 0, 0], radii=0.1))
            rr.log('nearest', rr.CoordinateFrame(scan.header.frame_id))
            rr.log('distance', rr.Scalars(distance))


def main() -> None:
    """Spin."""
    rclpy.init()
    parser = argparse.ArgumentParser(description=__doc__)
    rr.script_add_args(parser)
    args = parser.parse_args(remove_ros_args()[1:])

    rr.script_setup(args, 'nearest_obstacle')
    with suppress(KeyboardInterrupt, ExternalShutdownException):
        rclpy.spin(NearestObstacle())
    rr.script_teardown(args)


if __name__ == '__main__':
    main()
