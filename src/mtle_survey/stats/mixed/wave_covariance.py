"""Scores of the same people in several waves whose covariance has a declared form, fitted by REML."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.linear_model import t_estimate
from mtle_survey.stats.mixed.kenward_roger import KenwardRoger, adjusted_covariance, kenward_roger_df

STEPS = 200
CONVERGED = 1e-10

# Parameters to the (w, w) covariance of the waves and its (k, w, w) derivatives; None outside their range.
Covariance = Callable[[Array], tuple[Array, Array] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveCovarianceFit:
    """y_i = X beta + e_i with Cov(e_i) = Sigma(theta), of which each person shows the waves answered.

    Attributes
    ----------
    beta : (p,) float array
        Fixed effects.
    covariance : (p, p) float array
        Model-based covariance of ``beta``.
    parameters : (k,) float array
        theta.
    criterion : float
        Minus twice the restricted log-likelihood, constants included.
    adjusted : KenwardRoger
        What small-sample tests of ``beta`` rest on.
    """

    beta: Array
    covariance: Array
    parameters: Array
    criterion: float
    adjusted: KenwardRoger


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """The people who answered the same waves."""

    waves: NDArray[np.intp]
    people: int
    mean: Array
    scatter: Array  # about the mean


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Everything at one theta."""

    beta: Array
    covariance: Array
    criterion: float
    score: Array
    expected: Array
    P: Array
    Q: Array


def fit_wave_covariance(
    X: Array, scores: Array, covariance: Covariance, start: Array
) -> WaveCovarianceFit | None:
    """Fit by REML with Fisher scoring.

    Parameters
    ----------
    X : (w, p) float array
        Design, the same for everyone: one row per wave.
    scores : (n, w) float array
        People by waves; nan where there is no score.
    covariance : callable
        theta to Sigma and its derivatives; Sigma need not be positive definite.
    start : (k,) float array
        theta to start from, inside the region.

    Returns
    -------
    WaveCovarianceFit or None
        None when the data do not determine theta, or the maximum is not reached inside the region where
        every person's covariance is positive definite.

    References
    ----------
    Jennrich, R. I., & Schluchter, M. D. (1986). Unbalanced repeated-measures models with structured
    covariance matrices. Biometrics, 42, 805-820. https://doi.org/10.2307/2530695
    """
    patterns = _patterns(scores)
    theta = np.asarray(start, dtype=float)
    here = _state(theta, X, patterns, covariance)
    if here is None:
        return None
    for _ in range(STEPS):
        if np.linalg.matrix_rank(here.expected, hermitian=True) < theta.size:
            return None
        step = np.linalg.solve(here.expected, here.score)
        size = 1.0
        while True:
            there = _state(theta + size * step, X, patterns, covariance)
            if there is not None and there.criterion <= here.criterion + 1e-11 * abs(here.criterion):
                break
            size /= 2.0
            if size < 1e-10:
                return None
        theta, here = theta + size * step, there
        if (np.abs(step) <= CONVERGED * (1.0 + np.abs(theta))).all():
            W: Array = np.asarray(np.linalg.inv(here.expected), dtype=np.float64)
            return WaveCovarianceFit(
                beta=here.beta,
                covariance=here.covariance,
                parameters=theta,
                criterion=here.criterion,
                adjusted=KenwardRoger(
                    covariance=adjusted_covariance(here.covariance, here.P, here.Q, W),
                    model_covariance=here.covariance,
                    P=here.P,
                    W=W,
                ),
            )
    return None


def slope_of(fit: WaveCovarianceFit, *, n: int, method: str, level: float) -> Estimate:
    """The second fixed effect, with Kenward and Roger's standard error and degrees of freedom."""
    df, _ = kenward_roger_df(fit.adjusted, np.array([[0.0, 1.0]]))
    variance = float(fit.adjusted.covariance[1, 1])
    if not (variance > 0.0 and math.isfinite(df) and df > 0.0):
        return not_available("the degrees of freedom cannot be determined", n=n, method=method)
    return t_estimate(float(fit.beta[1]), math.sqrt(variance), df, n=n, method=method, level=level)


def _patterns(scores: Array) -> list[_Pattern]:
    present = np.isfinite(scores)
    kinds, which = np.unique(present, axis=0, return_inverse=True)
    found = []
    for k, kind in enumerate(kinds):
        if kind.any():
            waves = np.flatnonzero(kind)
            values = scores[which.ravel() == k][:, waves]
            mean = values.mean(axis=0)
            found.append(
                _Pattern(
                    waves=waves, people=len(values), mean=mean, scatter=(values - mean).T @ (values - mean)
                )
            )
    return found


def _state(theta: Array, X: Array, patterns: list[_Pattern], covariance: Covariance) -> _State | None:
    """Criterion, score and information; None where a covariance is not positive definite."""
    formed = covariance(theta)
    if formed is None:
        return None
    sigma, derivatives = formed
    k, p = len(derivatives), X.shape[1]
    A, b, log_det, rows = np.zeros((p, p)), np.zeros(p), 0.0, 0
    inverses = []
    for pattern in patterns:
        V = sigma[np.ix_(pattern.waves, pattern.waves)]
        roots = np.linalg.eigvalsh(V)
        if roots[0] <= 1e-12 * max(roots[-1], 1e-300):
            return None
        inverse = np.linalg.inv(V)
        inverses.append(inverse)
        design = X[pattern.waves]
        A += pattern.people * design.T @ inverse @ design
        b += pattern.people * design.T @ inverse @ pattern.mean
        log_det += pattern.people * float(np.log(roots).sum())
        rows += pattern.people * pattern.waves.size
    Phi: Array = np.asarray(np.linalg.inv(A), dtype=np.float64)
    beta = Phi @ b
    P, Q = np.zeros((k, p, p)), np.zeros((k, k, p, p))
    plain, traces, squares, squared = np.zeros((k, k)), np.zeros(k), np.zeros(k), 0.0
    for pattern, inverse in zip(patterns, inverses, strict=True):
        n, waves = pattern.people, pattern.waves
        away = pattern.mean - X[waves] @ beta
        residual = inverse @ (pattern.scatter + n * np.outer(away, away))
        weighted = inverse @ derivatives[:, waves[:, None], waves]  # (k, o, o)
        by_design = weighted @ (inverse @ X[waves])  # (k, o, p)
        products = weighted[:, None] @ by_design  # (k, k, o, p)
        squared += float(np.trace(residual))
        traces += n * np.trace(weighted, axis1=1, axis2=2)
        squares += np.trace(weighted @ residual, axis1=1, axis2=2)
        plain += n * np.einsum("iab,jba->ij", weighted, weighted)
        P -= n * X[waves].T @ by_design
        Q += n * X[waves].T @ products
    through = Phi @ P
    expected = 0.5 * (
        plain - 2.0 * np.einsum("ab,ijba->ij", Phi, Q) + np.einsum("iab,jba->ij", through, through)
    )
    return _State(
        beta=beta,
        covariance=Phi,
        criterion=(rows - p) * math.log(2.0 * math.pi) + log_det + float(np.linalg.slogdet(A)[1]) + squared,
        score=-0.5 * (traces + np.einsum("iaa->i", through) - squares),
        expected=expected,
        P=P,
        Q=Q,
    )
