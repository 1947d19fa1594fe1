"""Converters of ``tf2_msgs``."""
