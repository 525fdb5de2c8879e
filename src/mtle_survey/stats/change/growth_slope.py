"""Growth over three or more waves at their dates, from everyone with a score."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.lmm_change import fit_waves, wave_contrast
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import LMM_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.kenward_roger import kenward_roger_f
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit, fit_random_intercept

METHOD = "reml/kenward_roger"


def growth_slope(scores: Array, times: Array, level: float = 0.95) -> Estimate:
    """Straight-line growth per unit of time.

    Parameters
    ----------
    scores : (n, w) float array
        Respondents by waves in time order, w at least 3; nan where a respondent has no score.
    times : (w,) float array
        When each wave was, rising, in any unit; unevenly spaced as they were.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units per unit of time; ``n`` counts respondents with a score in any wave.

    Not available when
    ------------------
    Fewer than 10 respondents, nobody with two scores, or no variation beyond the line.

    Notes
    -----
    score = a + b time + u_respondent + e by REML; Kenward and Roger's standard error and degrees of freedom.

    References
    ----------
    Kenward, M. G., & Roger, J. H. (1997). Small sample inference for fixed effects from restricted maximum
    likelihood. Biometrics, 53, 983-997. https://doi.org/10.2307/2533558
    """
    check_level(level)
    scores, times = checked_growth(scores, times)
    present = np.isfinite(scores)
    n = int(present.any(axis=1).sum())
    if reason := growth_refusal(present, n):
        return not_available(reason, n=n, method=METHOD)
    row, wave = np.nonzero(present)
    X = np.column_stack([np.ones(row.size), times[wave]])
    fit = fit_random_intercept(X, scores[row, wave], np.unique(row, return_inverse=True)[1])
    if fit is None:
        return not_available("scores of a respondent do not vary beyond the line", n=n, method=METHOD)
    slope = np.array([0.0, 1.0])
    return wave_contrast(fit, slope, n=n, level=level, df_method="kenward_roger")


def growth_linearity(scores: Array, times: Array) -> Estimate:
    """Test that the means of the waves lie on a straight line in time.

    Parameters
    ----------
    scores, times
        As ``growth_slope``.

    Returns
    -------
    Estimate
        Kenward and Roger's F; ``df`` is that of its denominator, that of its numerator, w - 2, ends the
        method.

    Not available when
    ------------------
    As ``lmm_change``.

    Notes
    -----
    In the model with a mean for each wave: m_k - m_1 - (t_k - t_1)/(t_w - t_1) (m_w - m_1) = 0 for every
    wave between the first and the last.
    """
    scores, times = checked_growth(scores, times)
    return linearity_of_means(fit_waves(scores), times, int(np.isfinite(scores).any(axis=1).sum()))


def linearity_of_means(fit: RandomInterceptFit | str, times: Array, n: int) -> Estimate:
    """``growth_linearity`` of a fit that is at hand, of n respondents."""
    waves, method = times.size, f"{METHOD}/f{times.size - 2}"
    if isinstance(fit, str):
        return not_available(fit, n=n, method=method)
    L = np.eye(waves)[1:-1]
    L[:, -1] -= (times[1:-1] - times[0]) / (times[-1] - times[0])
    found = kenward_roger_f(fit, L)
    if not (math.isfinite(found.f) and math.isfinite(found.df2) and found.df2 > 0.0):
        return not_available("the degrees of freedom cannot be determined", n=n, method=method)
    return Estimate(
        value=found.f, n=n, method=method, test_statistic=found.f, df=found.df2, p_value=found.p_value
    )


def checked_growth(scores: Array, times: Array) -> tuple[Array, Array]:
    """Scores and times of three or more waves; a ValueError for anything else."""
    scores, times = np.asarray(scores, dtype=float), np.asarray(times, dtype=float)
    if scores.ndim != 2 or scores.shape[1] < 3 or times.shape != scores.shape[1:]:
        raise ValueError(f"growth needs three or more waves and a time for each, not {scores.shape}")
    if not (np.diff(times) > 0.0).all() or np.isinf(scores).any():
        raise ValueError("times rise from wave to wave; scores are finite, or nan where missing")
    return scores, times


def growth_refusal(present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], n: int) -> str:
    """Why growth cannot be given, whatever its model."""
    if n < LMM_REFUSED_BELOW:
        return f"needs at least {LMM_REFUSED_BELOW} respondents with a score, and {there_are(n)}"
    if not (present.sum(axis=1) > 1).any():
        return "nobody has scores in two waves"
    return ""


STATISTIC = Statistic(
    name="growth_slope",
    family="change",
    label="Growth per unit of time (mixed model)",
    formula="score = a + b time + u_respondent + e, REML; Kenward-Roger df",
    reference="Kenward, M. G., & Roger, J. H. (1997). Small sample inference for fixed effects from "
    "restricted maximum likelihood. Biometrics, 53(3), 983-997. https://doi.org/10.2307/2533558",
    compute=growth_slope,
)
