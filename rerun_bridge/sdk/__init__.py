"""Chunks, recordings and sinks: knows Arrow and Rerun, nothing of ROS."""
