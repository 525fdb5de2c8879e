"""How well the residual mean square of respondents by items, raters or occasions is known."""

from __future__ import annotations

from mtle_survey.stats.estimate import Array


def residual_df(x: Array) -> float:
    """Degrees of freedom of the residual mean square, from how unlike the rows' residuals are.

    Normal errors give (n - 1)(k - 1). Where answers crowd at the end of a scale a few respondents make most
    of the errors, and the mean square is known less well than that.

    Parameters
    ----------
    x : (n, k) float array
        Complete; rows are respondents.

    Returns
    -------
    float
        At most (n - 1)(k - 1).

    Notes
    -----
    2 n mean(d)^2 / var(d), d the sums of squared residuals of the rows: Satterthwaite's rule with the
    variance of the mean square as it is seen.

    References
    ----------
    Satterthwaite (1946). Biometrics Bulletin, 2, 110-114. https://doi.org/10.2307/3002019
    """
    n, k = x.shape
    most = float((n - 1) * (k - 1))
    if n < 2:
        return most
    residuals = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + x.mean()
    own = (residuals**2).sum(axis=1)
    spread = float(own.var(ddof=1))
    return min(most, 2.0 * n * float(own.mean()) ** 2 / spread) if spread > 0.0 else most
