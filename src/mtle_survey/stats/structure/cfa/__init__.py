"""Confirmatory factor analysis of a declared structure."""
