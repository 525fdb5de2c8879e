"""Bartlett's test that items are uncorrelated."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.counting import counted
from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Estimate, Statistic, not_available
from mtle_survey.stats.structure.linear_algebra import correlation_matrix, is_singular

METHOD = "sphericity"


def bartlett_chi2(R: ArrayLike, n: int) -> Estimate:
    """Bartlett's test of sphericity.

    Parameters
    ----------
    R : (p, p) float array
        Correlations without missing entries.
    n : int
        Respondents behind them.

    Returns
    -------
    Estimate
        Chi-square with p(p-1)/2 degrees of freedom and its p-value; to report, not to decide by.

    Not available when
    ------------------
    There are fewer than two items, R is singular, or n - 1 <= (2p + 5)/6.

    Notes
    -----
    -[n - 1 - (2p + 5)/6] ln|R|. Checked against R psych::cortest.bartlett: tests/oracle/R/adequacy.R.

    References
    ----------
    Bartlett, M. S. (1951). The effect of standardization on a chi-square approximation in factor
    analysis. Biometrika, 38, 337-344. https://doi.org/10.1093/biomet/38.3-4.337
    """
    matrix = correlation_matrix(R)
    p = matrix.shape[0]
    multiplier = n - 1 - (2 * p + 5) / 6
    if p < 2:
        return not_available("one item has no correlations; at least 2 are needed", n=n, method=METHOD)
    if multiplier <= 0:
        needed = int(np.floor((2 * p + 5) / 6)) + 2
        return not_available(
            f"{counted(n, 'respondent')}; {p} items need at least {needed}", n=n, method=METHOD
        )
    if is_singular(matrix):
        return not_available(
            "the correlation matrix is singular: an item is determined by the others", n=n, method=METHOD
        )
    chi2 = float(-multiplier * np.linalg.slogdet(matrix)[1])
    df = p * (p - 1) / 2
    return Estimate(
        value=chi2, n=n, method=METHOD, test_statistic=chi2, df=df, p_value=chi2_upper_p(chi2, df)
    )


STATISTIC = Statistic(
    name="bartlett_chi2",
    family="structure",
    label="Bartlett's χ²",
    formula="-[n - 1 - (2p + 5)/6] ln|R|, df = p(p - 1)/2",
    reference="Bartlett, M. S. (1951). The effect of standardization on a chi-square approximation in factor "
    "analysis. Biometrika, 38, 337-344. https://doi.org/10.1093/biomet/38.3-4.337",
    compute=bartlett_chi2,
)
