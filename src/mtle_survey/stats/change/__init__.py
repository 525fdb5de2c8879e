"""Kernels for change, one statistic per file."""
