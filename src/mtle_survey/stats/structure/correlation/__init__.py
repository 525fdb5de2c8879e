"""Correlation matrices that factor analysis starts from: Pearson, polychoric, polyserial."""
