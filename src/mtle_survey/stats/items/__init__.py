"""Kernels for items, one statistic per file."""
