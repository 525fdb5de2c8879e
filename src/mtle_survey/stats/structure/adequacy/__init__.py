"""Whether a correlation matrix is worth factoring."""
