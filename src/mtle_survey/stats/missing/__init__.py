"""Kernels for missing data."""
