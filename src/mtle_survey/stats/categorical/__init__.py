"""Kernels for change between categories."""
