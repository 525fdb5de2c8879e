"""Kernels for people in clusters: sites, schools, cohorts."""
