"""Kernels for description, one statistic per file."""
