"""Converters of ``diagnostic_msgs``."""
