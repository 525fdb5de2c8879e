"""Ordered categories with one random intercept: the cumulative-logit mixed model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.mixed.logit_likelihood import (
    Codes,
    OrderedAnswers,
    likelihood_at,
    log_likelihood,
    ordered_answers,
)

STEPS = 60
CONVERGED = 1e-8
LOGIT_VARIANCE = np.pi**2 / 3.0
UNBOUNDED = 60.0  # a parameter beyond this is on its way to infinity
SD_UNBOUNDED = 25.0  # answers of one respondent would correlate above .99


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeLogitFit:
    """logit P(Y <= k) = threshold_k - X beta - u_group, by maximum likelihood.

    Attributes
    ----------
    thresholds : (K - 1,) float array
        In increasing order.
    beta : (p,) float array
        Log odds ratios of being in a higher category.
    covariance : (p, p) float array
        Of ``beta``, from the observed information.
    sd_group : float
        Standard deviation of u.
    log_likelihood : float
        At the maximum.
    """

    thresholds: Array
    beta: Array
    covariance: Array
    sd_group: float
    log_likelihood: float


def fit_cumulative_logit(X: Array, codes: Codes, group: Codes, categories: int) -> CumulativeLogitFit | None:
    """Fit with the same effects at every threshold (proportional odds).

    Parameters
    ----------
    X : (N, p) float array
        Predictors without an intercept.
    codes : (N,) integer array
        Categories 0 to K - 1, each of them used.
    group : (N,) integer array
        Group of each row, numbered from 0 without gaps.
    categories : int
        K, at least 2.

    Returns
    -------
    CumulativeLogitFit or None
        None when the maximum lies at infinity, as when everyone moved the same way or nobody moved.

    Notes
    -----
    The random intercept is integrated out on a fine grid, not by Laplace's approximation: with two answers
    per respondent that agree closely, the approximation grows without bound where the likelihood does not.

    References
    ----------
    Agresti, A. (2010). Analysis of ordinal categorical data (2nd ed.). Wiley.
    https://doi.org/10.1002/9780470594001
    """
    _check(codes, categories)
    rows, p = X.shape
    cuts = categories - 1
    thresholds = np.zeros((rows, cuts, cuts + p))
    thresholds[:, :, :cuts] = np.eye(cuts)
    shifts = np.column_stack([np.zeros((rows, cuts)), X])
    answers = ordered_answers(thresholds, shifts, codes, group)
    found = _maximum(answers, np.concatenate([_start(codes), np.zeros(p), [1.5]]))
    if found is None:
        return None
    information = -likelihood_at(answers, found).hessian
    if np.linalg.eigvalsh(information)[0] <= 0.0:
        return None
    return CumulativeLogitFit(
        thresholds=found[:cuts],
        beta=found[cuts:-1],
        covariance=np.asarray(np.linalg.inv(information), dtype=np.float64)[cuts:-1, cuts:-1],
        sd_group=abs(float(found[-1])),
        log_likelihood=log_likelihood(answers, found),
    )


def separate_thresholds(wave: Codes, codes: Codes, group: Codes, categories: int) -> float | None:
    """Maximal log-likelihood when every wave has thresholds of its own, or None without a maximum.

    Parameters
    ----------
    wave : (N,) integer array
        Wave of each row, numbered from 0 without gaps; each wave uses every category.
    codes, group, categories
        As ``fit_cumulative_logit``.
    """
    _check(codes, categories)
    waves, cuts = int(wave.max()) + 1, categories - 1
    starts = [_start(codes[wave == w]) for w in range(waves)]
    thresholds = np.zeros((codes.size, cuts, waves * cuts))
    for k in range(cuts):
        thresholds[np.arange(codes.size), k, wave * cuts + k] = 1.0
    answers = ordered_answers(thresholds, np.zeros((codes.size, waves * cuts)), codes, group)
    found = _maximum(answers, np.concatenate([*starts, [1.5]]))
    return None if found is None else log_likelihood(answers, found)


def _check(codes: Codes, categories: int) -> None:
    if categories < 2 or np.bincount(codes, minlength=categories).min() == 0:
        raise ValueError("every category must be used, and there must be two")


def _start(codes: Codes) -> Array:
    """Thresholds that give the observed shares, widened for respondents who differ by 1.5."""
    shares = np.cumsum(np.bincount(codes))[:-1] / codes.size
    return np.asarray(special.logit(shares) * np.sqrt(1.0 + 1.5**2 / LOGIT_VARIANCE), dtype=np.float64)


def _maximum(answers: OrderedAnswers, start: Array) -> Array | None:
    """Newton's method, steps halved until they help; None when parameters grow without bound.

    The standard deviation may cross zero: the likelihood is even in it, so the boundary is no obstacle.
    """
    point = start
    for _ in range(STEPS):
        here = likelihood_at(answers, point)
        roots, axes = np.linalg.eigh(-here.hessian)
        step: Array = axes @ ((axes.T @ here.gradient) / np.maximum(np.abs(roots), 1e-6))
        step *= min(1.0, 10.0 / float(np.abs(step).max() + 1e-300))
        if np.abs(step).max() < CONVERGED:
            return point
        size = 1.0
        while log_likelihood(answers, point + size * step) < here.value - 1e-12 * abs(here.value):
            size /= 2.0
            if size < 1e-8:
                return None
        point = np.asarray(point + size * step, dtype=np.float64)
        if (np.abs(point) > UNBOUNDED).any() or abs(point[-1]) > SD_UNBOUNDED:
            return None
    return None
