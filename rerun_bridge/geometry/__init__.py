"""Maths of space and colour, without ROS and without Rerun."""
