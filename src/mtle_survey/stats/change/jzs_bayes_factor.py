"""Evidence for a change against none: the JZS Bayes factor of paired scores."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.change.paired import checked_pairs, paired_moments, too_few_pairs
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available

METHOD = "jzs"
DEFAULT_SCALE = math.sqrt(2.0) / 2.0
GRID = np.linspace(-12.0, 120.0, 20_001)  # ln g: the integrand vanishes at both ends


def jzs_bayes_factor(pre: Array, post: Array, scale: float = DEFAULT_SCALE) -> Estimate:
    """How many times likelier the scores are under some change than under none.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    scale : float
        Scale of the Cauchy prior of the standardised change d_z.

    Returns
    -------
    Estimate
        The Bayes factor BF10, above 0: over 1 for a change, under 1 against it. ``test_statistic`` is the
        paired t.

    Not available when
    ------------------
    Fewer than 5 pairs, or everyone changed by the same amount.

    References
    ----------
    Rouder, J. N., Speckman, P. L., Sun, D., Morey, R. D., & Iverson, G. (2009). Bayesian t tests for
    accepting and rejecting the null hypothesis. Psychonomic Bulletin & Review, 16, 225-237.
    https://doi.org/10.3758/PBR.16.2.225
    """
    pre, post = checked_pairs(pre, post)
    n = pre.size
    if refusal := too_few_pairs(n, METHOD):
        return refusal
    moments = paired_moments(pre, post)
    if moments.sd_change == 0.0:
        return not_available(
            f"all {n} respondents changed by the same amount: the changes have no spread", n=n, method=METHOD
        )
    t = moments.mean_change / moments.sd_change * math.sqrt(n)
    return Estimate(value=jzs_from_t(t, n, n - 1, scale), n=n, method=METHOD, test_statistic=t, df=n - 1)


def jzs_from_t(t: float, effective_n: float, df: float, scale: float = DEFAULT_SCALE) -> float:
    """BF10 from a t value.

    Parameters
    ----------
    t : float
        Observed t.
    effective_n : float
        Pairs; n1 n2/(n1 + n2) for two groups.
    df : float
        Degrees of freedom of t.
    scale : float
        Scale of the Cauchy prior.

    Notes
    -----
    The Cauchy prior is a normal one whose variance g scale^2 has g inverse chi-square(1): the integral over
    ln g by the trapezoidal rule, in logarithms, so that no t is too large.
    """
    if scale <= 0.0:
        raise ValueError(f"the scale of the prior is above 0, not {scale}")
    g = np.exp(GRID)
    spread = 1.0 + effective_n * g * scale**2
    log_integrand = (
        -0.5 * np.log(spread)
        - (df + 1.0) / 2.0 * np.log1p(t**2 / (spread * df))
        - 0.5 * math.log(2.0 * math.pi)
        - 0.5 * GRID
        - 0.5 / g
    )
    log_null = -(df + 1.0) / 2.0 * math.log1p(t**2 / df)
    largest = float(log_integrand.max())
    integral = float(np.exp(log_integrand - largest).sum()) * float(GRID[1] - GRID[0])
    log_factor = largest + math.log(integral) - log_null
    return math.exp(log_factor) if log_factor < 700.0 else math.inf


STATISTIC = Statistic(
    name="jzs_bayes_factor",
    family="change",
    label="Bayes factor for a change (JZS)",
    formula="BF10, d_z ~ Cauchy(0, sqrt(2)/2)",
    reference="Rouder, J. N., Speckman, P. L., Sun, D., Morey, R. D., & Iverson, G. (2009). Bayesian t tests "
    "for accepting and rejecting the null hypothesis. Psychonomic Bulletin & Review, 16(2), 225-237. "
    "https://doi.org/10.3758/PBR.16.2.225",
    compute=jzs_bayes_factor,
)
