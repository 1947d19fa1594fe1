"""Converters of ``std_msgs``."""
