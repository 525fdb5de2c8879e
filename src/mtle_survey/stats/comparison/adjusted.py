"""What both models of a comparison share: their design, their test, their standardised effect."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import there_are
from mtle_survey.stats.clusters.cr2 import cr2_contrast
from mtle_survey.stats.clusters.labels import Labels
from mtle_survey.stats.comparison.arms import Program, pooled_sd, program_mask, too_few_units, wwc_omega
from mtle_survey.stats.distributions import t_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import classical_contrast, least_squares


def program_effect(
    outcome: Array,
    mask: NDArray[np.bool_],
    covariates: Array,
    cluster: Labels | None,
    level: float,
) -> Estimate:
    """Coefficient of the program in outcome ~ 1 + program + covariates.

    Parameters
    ----------
    outcome : (n,) float array
        What is explained.
    mask : (n,) booleans
        True for the program group.
    covariates : (n, q) float array
        What is held constant; q may be 0.
    cluster : (n,) labels or None
        With labels the test is CR2, else ordinary.
    level : float
        Confidence level.

    Returns
    -------
    Estimate
        In the unit of the outcome; method ``ols`` or ``CR2``.
    """
    check_level(level)
    n = outcome.size
    method = "ols" if cluster is None else "CR2"
    if reason := too_few_units(mask, cluster):
        return not_available(reason, n=n, method=method)
    X = np.column_stack([np.ones(n), mask.astype(float), covariates])
    contrast = np.zeros(X.shape[1])
    contrast[1] = 1.0
    if cluster is not None:
        return cr2_contrast(X, outcome, cluster, contrast, level)
    fit = least_squares(X, outcome)
    if fit is None:
        return not_available("the program group or a covariate depends on the others", n=n, method=method)
    if fit.df < 1:
        return not_available(
            f"needs more respondents than the {X.shape[1]} terms of the model, and {there_are(n)}",
            n=n,
            method=method,
        )
    return classical_contrast(fit, contrast, method=method, level=level)


def adjusted_g(effect: Estimate, post: Array, program: Program, level: float = 0.95) -> Estimate:
    """An adjusted difference in units of the unadjusted spread of later scores.

    Parameters
    ----------
    effect : Estimate
        From ``ancova_effect`` or ``did_effect``.
    post : (n,) float array
        Later scores of the same respondents.
    program : (n,) booleans
        True for the program group.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In pooled standard deviations of the later scores, with the degrees of freedom and the p of
        ``effect``: few clusters make both uncertain. The standard error allows for the estimated spread.

    Not available when
    ------------------
    ``effect`` is not, or later scores do not vary within the arms.

    Notes
    -----
    g = w b/S_p, w = 1 - 3/(4N - 9), S_p from the later scores, not from the residuals;
    SE = w sqrt((SE_b/S_p)^2 + (b/S_p)^2/(2N)).

    References
    ----------
    What Works Clearinghouse. (2022). Procedures and standards handbook, version 5.0, appendix E.
    https://ies.ed.gov/ncee/wwc/Handbooks
    """
    check_level(level)
    method = f"wwc/{effect.method}"
    post = np.asarray(post, dtype=float)
    mask = program_mask(program, post.size)
    if not effect.available:
        return not_available(effect.unavailable, n=effect.n, method=method)
    spread = pooled_sd(post, mask)
    if spread <= 1e-12 * float(np.abs(post).max(initial=1.0)):
        return not_available("later scores do not vary within the arms", n=post.size, method=method)
    omega, ratio = wwc_omega(post.size), effect.value / spread
    std_error = omega * math.sqrt((effect.std_error / spread) ** 2 + ratio**2 / (2.0 * post.size))
    value = omega * ratio
    margin = t_critical(level, effect.df) * std_error
    return Estimate(
        value=value,
        interval=Interval(low=value - margin, high=value + margin, level=level),
        n=post.size,
        method=method,
        std_error=std_error,
        df=effect.df,
        p_value=effect.p_value,
    )
