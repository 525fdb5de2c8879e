"""Figures: numbers in, one self-contained SVG out; one kind of figure per file."""
