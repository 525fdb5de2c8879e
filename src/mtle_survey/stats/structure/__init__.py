"""Kernels for structure, one statistic per file."""
