"""Change per unit of dose."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.paired import too_few_pairs
from mtle_survey.stats.clusters.cr2 import cr2_contrast
from mtle_survey.stats.clusters.labels import Labels
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import classical_contrast, least_squares


def dose_slope(
    dose: Array,
    change: Array,
    level: float = 0.95,
    *,
    covariates: Array | None = None,
    cluster: Labels | None = None,
) -> Estimate:
    """Slope of change on dose: how much more those changed who took part more.

    People choose their dose, or it is chosen for them: this is an association.

    Parameters
    ----------
    dose : (n,) float array
        Hours, sessions or days, without gaps.
    change : (n,) float array
        Change of the same respondents (or the later score, with the earlier one as a covariate).
    level : float in (0, 1)
        Confidence level.
    covariates : (n, q) float array, optional
        What to hold constant.
    cluster : (n,) labels, optional
        Clusters for CR2 errors.

    Returns
    -------
    Estimate
        Score units per unit of dose; method ``ols`` or ``CR2``.

    Not available when
    ------------------
    Fewer than 5 respondents, everyone had the same dose, or fewer than 2 clusters.

    Notes
    -----
    Coefficient of dose in change ~ 1 + dose + covariates. The dose is centred for computation only.

    References
    ----------
    Pustejovsky, J. E., & Tipton, E. (2018). Journal of Business & Economic Statistics, 36, 672-683.
    https://doi.org/10.1080/07350015.2016.1247004
    """
    check_level(level)
    dose, change = np.asarray(dose, dtype=float), np.asarray(change, dtype=float)
    n, method = dose.size, "ols" if cluster is None else "CR2"
    if refusal := too_few_pairs(n, method):
        return refusal
    if np.ptp(dose) <= 1e-12 * np.abs(dose).max(initial=0.0):
        return not_available(f"all {n} respondents had the same dose", n=n, method=method)
    held = np.empty((n, 0)) if covariates is None else np.asarray(covariates, dtype=float)
    X = np.column_stack([np.ones(n), dose - dose.mean(), held])
    contrast = np.zeros(X.shape[1])
    contrast[1] = 1.0
    if cluster is not None:
        return cr2_contrast(X, change, cluster, contrast, level)
    fit = least_squares(X, change)
    if fit is None or fit.df < 1:
        return not_available(
            "dose depends on what is held constant, or respondents are too few", n=n, method=method
        )
    return classical_contrast(fit, contrast, method=method, level=level)


STATISTIC = Statistic(
    name="dose_slope",
    family="change",
    label="Change per unit of dose",
    formula="b of dose in change ~ 1 + dose",
    reference="Pustejovsky, J. E., & Tipton, E. (2018). Small-sample methods for cluster-robust variance "
    "estimation and hypothesis testing in fixed effects models. Journal of Business & Economic Statistics, "
    "36(4), 672-683. https://doi.org/10.1080/07350015.2016.1247004",
    compute=dose_slope,
)
