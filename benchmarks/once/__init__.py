"""Measurements that take too long to repeat with the others; their results stand in the documentation."""
