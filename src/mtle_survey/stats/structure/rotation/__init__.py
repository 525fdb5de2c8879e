"""Rotation of factor loadings to simple structure."""
