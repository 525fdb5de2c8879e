"""Kernels for reliability, one statistic per file."""
