"""How well the two variances of a random-intercept model are known, and what beta owes to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceInformation:
    """Derivatives of the restricted likelihood by the residual (0) and the group variance (1).

    Attributes
    ----------
    P : (2, p, p) float array
        -X'V^-1 G_i V^-1 X: derivatives of the information on beta.
    Q : (2, 2, p, p) float array
        X'V^-1 G_i V^-1 G_j V^-1 X.
    expected : (2, 2) float array
        Expected information of the variances.
    observed : (2, 2) float array
        Observed information of the variances.
    """

    P: Array
    Q: Array
    expected: Array
    observed: Array


def variance_information(fit: RandomInterceptFit) -> VarianceInformation:
    """Both information matrices, from sums within groups alone.

    Notes
    -----
    V_j^-1 = I/s - t/(s (s + n_j t)) J, s the residual and t the group variance; G_0 = I, G_1 = ZZ'.
    I_expected = 1/2 tr(P G_i P G_j); I_observed = y'P G_i P G_j P y - I_expected, P here the
    projection V^-1 - V^-1 X Phi X'V^-1.

    References
    ----------
    Kenward, M. G., & Roger, J. H. (1997). Biometrics, 53, 983-997. https://doi.org/10.2307/2533558
    """
    data, Phi = fit.data, fit.covariance
    s, t = fit.variance_residual, fit.variance_group
    sizes = data.sizes
    a = 1.0 / s
    b = t / (s * (s + sizes * t))
    k = 1.0 / (s + sizes * t)  # V^-1 1 = k 1

    U = a * data.X - (b[:, None] * data.sums[:, :-1])[data.group]
    u = k[:, None] * data.sums[:, :-1]

    def between(weights: Array) -> Array:
        return (u.T * weights) @ u

    ones = np.ones_like(sizes)
    P = -np.stack([U.T @ U, between(ones)])
    Q = np.array(
        [
            [a * U.T @ U - between(b), between(k)],
            [between(k), between(sizes * k)],
        ]
    )
    plain = np.array(
        [
            [float(((sizes - 1.0) * a**2 + k**2).sum()), float((sizes * k**2).sum())],
            [float((sizes * k**2).sum()), float((sizes**2 * k**2).sum())],
        ]
    )
    traces = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            traces[i, j] = plain[i, j] - 2.0 * np.trace(Phi @ Q[i, j]) + np.trace(Phi @ P[i] @ Phi @ P[j])
    return VarianceInformation(P=P, Q=Q, expected=traces / 2.0, observed=_quadratic(fit, a, b) - traces / 2.0)


def _quadratic(fit: RandomInterceptFit, a: float, b: Array) -> Array:
    """y'P G_i P G_j P y for both variances."""
    data, Phi = fit.data, fit.covariance
    groups = data.sizes.size

    def inverse_times(v: Array) -> Array:
        sums = np.bincount(data.group, weights=v, minlength=groups)
        product: Array = a * v - (b * sums)[data.group]
        return product

    def project(v: Array) -> Array:
        weighted = inverse_times(v)
        projected: Array = weighted - inverse_times(data.X @ (Phi @ (data.X.T @ weighted)))
        return projected

    r = inverse_times(data.y - data.X @ fit.beta)
    derivatives: list[Array] = [
        r,
        np.bincount(data.group, weights=r, minlength=groups)[data.group].astype(float),
    ]
    return np.array([[float(left @ project(right)) for right in derivatives] for left in derivatives])
