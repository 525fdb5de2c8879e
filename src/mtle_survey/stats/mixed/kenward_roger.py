"""Kenward and Roger's standard errors and degrees of freedom for few groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.distributions import f_upper_p
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit
from mtle_survey.stats.mixed.variance_information import variance_information


@dataclass(frozen=True, slots=True, kw_only=True)
class KenwardRoger:
    """A fit's covariance of fixed effects, adjusted for having estimated the variances.

    Attributes
    ----------
    covariance : (p, p) float array
        Adjusted covariance of the fixed effects.
    model_covariance : (p, p) float array
        Covariance that treats the variances as known.
    P : (k, p, p) float array
        Derivatives of the information on the fixed effects by the k parameters of the covariance.
    W : (k, k) float array
        Covariance of those parameters' estimates.
    """

    covariance: Array
    model_covariance: Array
    P: Array
    W: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class FTest:
    """A test of several contrasts at once.

    Attributes
    ----------
    f : float
        Scaled F.
    df1, df2 : float
        Degrees of freedom.
    p_value : float
        Its p.
    """

    f: float
    df1: float
    df2: float
    p_value: float


def kenward_roger(fit: RandomInterceptFit) -> KenwardRoger:
    """Adjusted covariance of the fixed effects.

    Notes
    -----
    Phi_A = Phi + 2 Phi [sum_ij W_ij (Q_ij - P_i Phi P_j)] Phi, W the inverse expected information of
    the variances. V is linear in them, so that second derivatives drop out.

    References
    ----------
    Kenward, M. G., & Roger, J. H. (1997). Small sample inference for fixed effects from restricted
    maximum likelihood. Biometrics, 53, 983-997. https://doi.org/10.2307/2533558
    """
    Phi = fit.covariance
    information = variance_information(fit)
    P, Q = information.P, information.Q
    W: Array = np.asarray(np.linalg.inv(information.expected), dtype=np.float64)
    return KenwardRoger(covariance=adjusted_covariance(Phi, P, Q, W), model_covariance=Phi, P=P, W=W)


def adjusted_covariance(Phi: Array, P: Array, Q: Array, W: Array) -> Array:
    """Phi + 2 Phi [sum_ij W_ij (Q_ij - P_i Phi P_j)] Phi, for any number of covariance parameters.

    Second derivatives of the covariance are left out: they are zero where it is linear in its parameters,
    and otherwise this is the linear form of the correction.
    """
    correction = np.einsum("ij,ijab->ab", W, Q) - np.einsum("ij,iab,bc,jcd->ad", W, P, Phi, P)
    return np.asarray(Phi + 2.0 * Phi @ correction @ Phi, dtype=np.float64)


def kenward_roger_df(adjusted: KenwardRoger, L: Array) -> tuple[float, float]:
    """Denominator df of contrasts L (q, p), and the factor that scales their F.

    Notes
    -----
    A1, A2, B, g, c1 to c3, E* and V* as in the paper, Theta = L'(L Phi L')^-1 L.
    """
    Phi, P, W = adjusted.model_covariance, adjusted.P, adjusted.W
    q, parameters = L.shape[0], range(len(P))
    Theta = L.T @ np.linalg.solve(L @ Phi @ L.T, L)
    products = [Theta @ Phi @ P[i] @ Phi for i in parameters]
    A1 = sum(W[i, j] * np.trace(products[i]) * np.trace(products[j]) for i in parameters for j in parameters)
    A2 = sum(W[i, j] * np.trace(products[i] @ products[j]) for i in parameters for j in parameters)
    B = (A1 + 6.0 * A2) / (2.0 * q)
    g = ((q + 1) * A1 - (q + 4) * A2) / ((q + 2) * A2)
    scale = 3.0 * q + 2.0 * (1.0 - g)
    c1, c2, c3 = g / scale, (q - g) / scale, (q + 2 - g) / scale
    mean = 1.0 / (1.0 - A2 / q)
    variance = 2.0 / q * (1.0 + c1 * B) / ((1.0 - c2 * B) ** 2 * (1.0 - c3 * B))
    rho = variance / (2.0 * mean**2)
    df = 4.0 + (q + 2) / (q * rho - 1.0)
    return float(df), float(df / (mean * (df - 2.0)))


def kenward_roger_f(fit: RandomInterceptFit, L: Array) -> FTest:
    """Test that all contrasts in the rows of L are zero."""
    adjusted = kenward_roger(fit)
    df, factor = kenward_roger_df(adjusted, L)
    value = L @ fit.beta
    f = factor * float(value @ np.linalg.solve(L @ adjusted.covariance @ L.T, value)) / L.shape[0]
    return FTest(f=f, df1=L.shape[0], df2=df, p_value=f_upper_p(f, L.shape[0], df))


def kenward_roger_contrast(fit: RandomInterceptFit, contrast: Array) -> tuple[float, float]:
    """Standard error and degrees of freedom of one contrast of the fixed effects."""
    adjusted = kenward_roger(fit)
    df, _ = kenward_roger_df(adjusted, contrast[None, :])
    return math.sqrt(float(contrast @ adjusted.covariance @ contrast)), df
