"""Kernels for program and comparison groups."""
