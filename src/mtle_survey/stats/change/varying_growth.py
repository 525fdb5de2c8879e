"""Growth whose pace differs between people: a line of one's own for everyone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.growth_slope import checked_growth, growth_refusal
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, in_unit, not_available
from mtle_survey.stats.gates import RANDOM_SLOPE_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.wave_covariance import WaveCovarianceFit, fit_wave_covariance, slope_of

METHOD = "reml/random_slope/kenward_roger"
SINGULAR = 1e-8  # of the residual variance: a standard deviation of 1e-4 residual ones, as in lme4


@dataclass(frozen=True, slots=True, kw_only=True)
class VaryingGrowth:
    """The mean line, and how much people's lines differ from it.

    Attributes
    ----------
    slope : Estimate
        Mean growth per unit of time.
    slope_sd : Estimate
        Standard deviation of people's growth, with an interval on the scale of its logarithm.
    """

    slope: Estimate
    slope_sd: Estimate


def varying_growth(scores: Array, times: Array, level: float = 0.95) -> VaryingGrowth:
    """Straight-line growth when people may differ in level and in pace.

    A model that gives everyone the same pace understates the uncertainty of the mean pace where paces differ.

    Parameters
    ----------
    scores, times, level
        As ``growth_slope``.

    Returns
    -------
    VaryingGrowth
        In score units per unit of time; ``n`` counts respondents with a score in any wave. Method
        ``reml/random_slope/kenward_roger``.

    Not available when
    ------------------
    As ``growth_slope``; fewer than 30 respondents; nobody with three scores; or paces do not differ beyond
    chance, so that their variance is estimated as zero, or as one with that of levels.

    Notes
    -----
    score = a + u_0 + (b + u_1) time + e; u_0 and u_1 correlated. Variances are sought without bounds, and
    those outside the possible ones are the boundary that lme4 calls singular.

    References
    ----------
    Laird, N. M., & Ware, J. H. (1982). Random-effects models for longitudinal data. Biometrics, 38, 963-974.
    https://doi.org/10.2307/2529876
    """
    check_level(level)
    scores, times = checked_growth(scores, times)
    present = np.isfinite(scores)
    n = int(present.any(axis=1).sum())
    fit = growth_refusal(present, n) or _refusal(present, n) or _fit(scores, times)
    if isinstance(fit, str):
        missing = not_available(fit, n=n, method=METHOD)
        return VaryingGrowth(slope=missing, slope_sd=missing)
    span = float(times[-1] - times[0])
    slope = slope_of(fit, n=n, method=METHOD, level=level)
    return VaryingGrowth(slope=in_unit(slope, 1.0 / span), slope_sd=_slope_sd(fit, span, n, level))


def _refusal(present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], n: int) -> str:
    if n < RANDOM_SLOPE_REFUSED_BELOW:
        least = RANDOM_SLOPE_REFUSED_BELOW
        return f"paces of single people need at least {least} respondents, and {there_are(n)}"
    if not (present.sum(axis=1) > 2).any():
        return "nobody has scores in three waves, so paces cannot be told from chance"
    return ""


def _fit(scores: Array, times: Array) -> WaveCovarianceFit | str:
    t = (times - times[0]) / (times[-1] - times[0])
    line = np.column_stack([np.ones_like(t), t])
    parts = np.stack([np.eye(t.size), np.ones((t.size, t.size)), t[:, None] + t, np.outer(t, t)])

    def covariance(theta: Array) -> tuple[Array, Array]:
        return np.einsum("k,kab->ab", theta, parts), parts

    variance = float(np.nanvar(scores, axis=0).mean())
    if variance <= 0.0:
        return "scores do not vary between respondents"
    fit = fit_wave_covariance(line, scores, covariance, np.array([0.4, 0.5, 0.0, 0.1]) * variance)
    if fit is None:
        return "paces of single people cannot be estimated from these scores"
    residual, level, both, pace = fit.parameters
    if np.linalg.eigvalsh([[level, both], [both, pace]])[0] <= SINGULAR * residual or residual <= 0.0:
        return (
            "people's levels and paces cannot both be told from chance (the fit is singular), so one pace "
            "for all stands"
        )
    return fit


def _slope_sd(fit: WaveCovarianceFit, span: float, n: int, level: float) -> Estimate:
    """Standard deviation of paces; the interval is symmetric for its logarithm."""
    pace, error = float(fit.parameters[3]), math.sqrt(float(fit.adjusted.W[3, 3]))
    sd = math.sqrt(pace) / span
    factor = math.exp(z_critical(level) * error / (2.0 * pace))
    return Estimate(
        value=sd, interval=Interval(low=sd / factor, high=sd * factor, level=level), n=n, method=METHOD
    )


STATISTIC = Statistic(
    name="growth_slope_sd",
    family="change",
    label="How much the growth of respondents differs (standard deviation)",
    formula="score = a + u_0 + (b + u_1) time + e, REML; sqrt(Var(u_1))",
    reference="Laird, N. M., & Ware, J. H. (1982). Random-effects models for longitudinal data. Biometrics, "
    "38(4), 963-974. https://doi.org/10.2307/2529876",
    compute=varying_growth,
)
