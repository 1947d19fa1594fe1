"""Converters of ``sensor_msgs``."""
