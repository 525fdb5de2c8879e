"""Kernels for planning: how much a design can detect."""
