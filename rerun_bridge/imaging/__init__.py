"""Pixels, without ROS and without Rerun: encodings, Bayer, YUV, depth codecs, video samples."""
