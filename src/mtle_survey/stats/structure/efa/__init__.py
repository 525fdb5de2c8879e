"""Exploratory factor analysis: extraction, the rotated solution, scores and standard errors."""
