"""Determinant of a correlation matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Estimate, Statistic
from mtle_survey.stats.structure.linear_algebra import correlation_matrix


def correlation_determinant(R: ArrayLike, n: int) -> Estimate:
    """Determinant of the correlation matrix.

    Parameters
    ----------
    R : (p, p) float array
        Correlations without missing entries.
    n : int
        Respondents behind them.

    Returns
    -------
    Estimate
        1 for uncorrelated items, 0 when an item is determined by the others; below .00001 items are
        nearly redundant. Polychoric or pairwise matrices may have a negative determinant.

    Not available when
    ------------------
    Never: correlations without missing entries have a determinant.

    Notes
    -----
    Product of the eigenvalues. Checked against R base::det: tests/oracle/R/adequacy.R.

    References
    ----------
    Field, A. (2013). Discovering statistics using IBM SPSS statistics (4th ed.). Sage.
    """
    value = float(np.linalg.det(correlation_matrix(R)))
    return Estimate(value=value, n=n, method="determinant")


STATISTIC = Statistic(
    name="correlation_determinant",
    family="structure",
    label="Determinant",
    formula="det(R)",
    reference="Field, A. (2013). Discovering statistics using IBM SPSS statistics (4th ed.). Sage.",
    compute=correlation_determinant,
)
