"""Converters of ``rcl_interfaces``."""
