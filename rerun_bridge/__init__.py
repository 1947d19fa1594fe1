"""ROS 2 in the Rerun Viewer: an SDK, a bridge, and a converter of rosbags."""
