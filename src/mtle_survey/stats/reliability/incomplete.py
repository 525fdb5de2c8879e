"""Reliability from every answer given, by full-information maximum likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.missing.covariance_errors import covariance_errors
from mtle_survey.stats.missing.em_normal import NormalMoments, Pattern, em_normal, missing_patterns
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments
from mtle_survey.stats.reliability.resampling import coefficient_gradient

FEWEST_TOGETHER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteMoments:
    """Means and covariances of items that not everyone answered.

    Attributes
    ----------
    patterns : tuple of Pattern
        The answers.
    moments : NormalMoments or None
        None where ``unavailable`` says why.
    n : int
        Respondents who answered at least one item.
    unavailable : str
    """

    patterns: tuple[Pattern, ...]
    moments: NormalMoments | None
    n: int
    unavailable: str = ""


def incomplete_moments(x: Array) -> IncompleteMoments:
    """Means and covariances by maximum likelihood from every answer.

    Parameters
    ----------
    x : (n, k) float array
        Keyed responses; nan where missing. Rows without any answer do not count.

    Returns
    -------
    IncompleteMoments

    Not available when
    ------------------
    Fewer than five respondents answered both items of some pair, or the algorithm does not converge, as
    with an item that everyone answered alike.
    """
    matrix = np.asarray(x, dtype=np.float64)
    present = np.isfinite(matrix)
    rows = present.any(axis=1)
    n = int(rows.sum())
    together = present.astype(np.float64).T @ present.astype(np.float64)
    fewest = int(together.min()) if n else 0
    if fewest < FEWEST_TOGETHER:
        people = counted(fewest, "respondent")
        reason = f"some pair of items was answered by only {people}; {FEWEST_TOGETHER} are needed"
        return IncompleteMoments(patterns=(), moments=None, n=n, unavailable=reason)
    patterns = missing_patterns(matrix[rows])
    moments = em_normal(patterns)
    if moments is None:
        reason = "maximum likelihood did not converge: an item does not vary, or follows from the others"
        return IncompleteMoments(patterns=patterns, moments=None, n=n, unavailable=reason)
    return IncompleteMoments(patterns=patterns, moments=moments, n=n)


def alpha_fiml(found: IncompleteMoments, level: float = 0.95) -> Estimate:
    """Coefficient alpha by full-information maximum likelihood.

    Uses every answer and is right when what is missing depends only on what was answered (missing at
    random), where complete cases and pairs are right only when nothing is related to being missing.

    Parameters
    ----------
    found : IncompleteMoments
        From :func:`incomplete_moments`.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Method ``fiml/delta``; ``n`` counts respondents with at least one answer. The interval is
        1 - exp(ln(1 - alpha) -+ z SE / (1 - alpha)), SE by the delta method from the observed information.

    Not available when
    ------------------
    The moments are not, k < 2, or the total has no variance.

    References
    ----------
    Enders (2003). Psychological Methods, 8, 322-337. https://doi.org/10.1037/1082-989X.8.3.322
    """
    check_level(level)
    method = "fiml/delta"
    if found.moments is None:
        return not_available(found.unavailable, n=found.n, method=method)
    S = found.moments.covariance
    if S.shape[0] < 2:
        return not_available(
            f"alpha needs at least 2 items; this scale has {S.shape[0]}", n=found.n, method=method
        )
    value = float(alpha_of_covariance(S))
    if not math.isfinite(value):
        return not_available("the total score does not vary between respondents", n=found.n, method=method)
    std_error = _std_error(found.patterns, found.moments)
    return Estimate(
        value=value,
        n=found.n,
        method=method,
        std_error=std_error,
        interval=_log_interval(value, std_error, level),
    )


def omega_total_fiml(found: IncompleteMoments) -> Estimate:
    """Omega total of a one-factor model of the maximum-likelihood covariances.

    Parameters
    ----------
    found : IncompleteMoments
        From :func:`incomplete_moments`.

    Returns
    -------
    Estimate
        Method ``ml1/implied/fiml``, without an interval; ``n`` counts respondents with at least one answer.

    Not available when
    ------------------
    The moments are not, or ``omega_total`` is not.

    Notes
    -----
    In two stages: covariances from all answers first, the factor then.

    References
    ----------
    Savalei & Bentler (2009). Structural Equation Modeling, 16, 477-497.
    https://doi.org/10.1080/10705510903008238
    """
    method = "ml1/implied/fiml"
    if found.moments is None:
        return not_available(found.unavailable, n=found.n, method=method)
    return omega_total_from_moments(found.moments.covariance, found.n, "implied").with_method(method)


def _std_error(patterns: tuple[Pattern, ...], moments: NormalMoments) -> float:
    errors = covariance_errors(patterns, moments)
    if errors is None:
        return math.nan
    S = moments.covariance
    rows, columns = np.triu_indices(len(S))
    gradient = coefficient_gradient(S, alpha_of_covariance)
    slope = np.where(rows == columns, 1.0, 2.0) * gradient[rows, columns]
    return float(np.sqrt(slope @ errors @ slope))


def _log_interval(value: float, std_error: float, level: float) -> Interval | None:
    if not math.isfinite(std_error) or value >= 1.0:
        return None
    reach = z_critical(level) * std_error / (1.0 - value)
    return Interval(
        low=1.0 - (1.0 - value) * math.exp(reach), high=1.0 - (1.0 - value) * math.exp(-reach), level=level
    )
