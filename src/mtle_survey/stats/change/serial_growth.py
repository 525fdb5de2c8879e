"""Growth when scores near in time are more alike than scores far apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.change.growth_slope import checked_growth, growth_refusal
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, in_unit, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.wave_covariance import WaveCovarianceFit, fit_wave_covariance, slope_of

METHOD = "reml/ar1/kenward_roger"
LEAST_DECAY, MOST_DECAY = 1e-4, 12.0  # over the whole span: correlations of .9999 and .000006


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialGrowth:
    """The mean line, and how fast the likeness of a person's scores fades.

    Attributes
    ----------
    slope : Estimate
        Mean growth per unit of time.
    correlation : Estimate
        Of two scores of a person, one unit of time apart, about the line; with an interval.
    """

    slope: Estimate
    correlation: Estimate


def serial_growth(scores: Array, times: Array, level: float = 0.95) -> SerialGrowth:
    """Straight-line growth with an autoregressive covariance in continuous time.

    A model with one level for each person takes any two waves to be equally alike. Here likeness fades with
    the time between them, which waves at uneven dates show as it is.

    Parameters
    ----------
    scores, times, level
        As ``growth_slope``.

    Returns
    -------
    SerialGrowth
        In score units per unit of time; ``n`` counts respondents with a score in any wave. Method
        ``reml/ar1/kenward_roger``.

    Not available when
    ------------------
    As ``growth_slope``, or scores of a person are alike all the time or not at all.

    Notes
    -----
    Cov(e_s, e_t) = sigma^2 rho^|s - t|. Kenward and Roger's correction in its linear form, without second
    derivatives of the covariance.

    References
    ----------
    Jones, R. H., & Boadi-Boateng, F. (1991). Unequally spaced longitudinal data with AR(1) serial
    correlation. Biometrics, 47, 161-175. https://doi.org/10.2307/2532504
    """
    check_level(level)
    scores, times = checked_growth(scores, times)
    present = np.isfinite(scores)
    n = int(present.any(axis=1).sum())
    fit = growth_refusal(present, n) or _fit(scores, times)
    if isinstance(fit, str):
        missing = not_available(fit, n=n, method=METHOD)
        return SerialGrowth(slope=missing, correlation=missing)
    span = float(times[-1] - times[0])
    slope = slope_of(fit, n=n, method=METHOD, level=level)
    return SerialGrowth(slope=in_unit(slope, 1.0 / span), correlation=_correlation(fit, span, n, level))


def _fit(scores: Array, times: Array) -> WaveCovarianceFit | str:
    t = (times - times[0]) / (times[-1] - times[0])
    line = np.column_stack([np.ones_like(t), t])
    apart = np.abs(t[:, None] - t)

    def covariance(theta: Array) -> tuple[Array, Array] | None:
        variance, decay = theta
        if not LEAST_DECAY < decay < MOST_DECAY:
            return None
        fading = np.exp(-decay * apart)
        return variance * fading, np.stack([fading, -variance * apart * fading])

    variance = float(np.nanvar(scores, axis=0).mean())
    if variance <= 0.0:
        return "scores do not vary between respondents"
    fit = fit_wave_covariance(line, scores, covariance, np.array([variance, 1.0]))
    return fit if fit is not None else "the likeness of a respondent's scores does not fade with time"


def _correlation(fit: WaveCovarianceFit, span: float, n: int, level: float) -> Estimate:
    """exp(-decay); the interval is symmetric for the logarithm of the decay."""
    decay, error = float(fit.parameters[1]), math.sqrt(float(fit.adjusted.W[1, 1]))
    factor = math.exp(z_critical(level) * error / decay)
    low, value, high = (math.exp(-d / span) for d in (decay * factor, decay, decay / factor))
    return Estimate(value=value, interval=Interval(low=low, high=high, level=level), n=n, method=METHOD)


STATISTIC = Statistic(
    name="serial_correlation",
    family="change",
    label="Likeness of a respondent's scores one unit of time apart",
    formula="Cov(e_s, e_t) = sigma^2 rho^|s - t|, REML",
    reference="Jones, R. H., & Boadi-Boateng, F. (1991). Unequally spaced longitudinal data with AR(1) "
    "serial correlation. Biometrics, 47(1), 161-175. https://doi.org/10.2307/2532504",
    compute=serial_growth,
)
