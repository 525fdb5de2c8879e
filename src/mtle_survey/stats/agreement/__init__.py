"""Kernels for agreement between raters and stability over time, one statistic per file."""
