"""Converters of ``geometry_msgs``."""
