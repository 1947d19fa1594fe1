"""Bags of a robot that drives a figure-eight in a yard: for demo, tests and benches."""
