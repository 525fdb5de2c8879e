"""Fit indices of covariance structures, from test statistics alone."""
