"""Ordinary least squares: the fit on which contrasts and robust errors rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.distributions import t_critical, t_two_sided_p
from mtle_survey.stats.estimate import Array, Estimate, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastSquares:
    """A least-squares fit of full rank.

    Attributes
    ----------
    X : (n, p) float array
        Design.
    beta : (p,) float array
        Coefficients.
    bread : (p, p) float array
        Inverse of X'X.
    residuals : (n,) float array
        Observed minus fitted.
    """

    X: Array
    beta: Array
    bread: Array
    residuals: Array

    @property
    def df(self) -> int:
        """Residual degrees of freedom, n - p."""
        return int(self.X.shape[0] - self.X.shape[1])


def least_squares(X: Array, y: Array) -> LeastSquares | None:
    """Fit y on the columns of X; None when they are not linearly independent.

    Parameters
    ----------
    X : (n, p) float array
        Design, the intercept among its columns.
    y : (n,) float array
        Outcome.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"a design of shape {X.shape} does not fit an outcome of shape {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("design and outcome must be complete: drop missing rows first")
    if X.shape[0] < X.shape[1]:
        return None
    Q, R = np.linalg.qr(X)
    diagonal = np.abs(np.diag(R))
    if (diagonal <= 1e-10 * np.maximum(np.linalg.norm(X, axis=0), 1e-300)).any():
        return None
    inverse = np.linalg.inv(R)
    beta = inverse @ (Q.T @ y)
    return LeastSquares(X=X, beta=beta, bread=inverse @ inverse.T, residuals=y - X @ beta)


def classical_variance(fit: LeastSquares, contrast: Array) -> float:
    """Variance of a contrast under independent errors of one variance."""
    sigma2 = float(fit.residuals @ fit.residuals) / fit.df
    return sigma2 * float(contrast @ fit.bread @ contrast)


def t_estimate(value: float, std_error: float, df: float, *, n: int, method: str, level: float) -> Estimate:
    """An estimate with its t interval and test; without both where the standard error is zero."""
    if std_error <= 1e-12 * max(abs(value), 1e-300):
        return Estimate(value=value, n=n, method=method, std_error=0.0, df=df)
    margin = t_critical(level, df) * std_error
    return Estimate(
        value=value,
        interval=Interval(low=value - margin, high=value + margin, level=level),
        n=n,
        method=method,
        std_error=std_error,
        test_statistic=value / std_error,
        df=df,
        p_value=t_two_sided_p(value / std_error, df),
    )


def classical_contrast(fit: LeastSquares, contrast: Array, *, method: str, level: float) -> Estimate:
    """A contrast of coefficients with its ordinary t interval and test; needs at least one residual df."""
    return t_estimate(
        float(contrast @ fit.beta),
        math.sqrt(classical_variance(fit, contrast)),
        fit.df,
        n=fit.X.shape[0],
        method=method,
        level=level,
    )
