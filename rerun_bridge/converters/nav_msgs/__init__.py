"""Converters of ``nav_msgs``."""
