"""Information matrices, robust covariance and scaling factors of normal-likelihood models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.implied import implied, saturated_slopes, slopes
from mtle_survey.stats.structure.cfa.likelihood import (
    Data,
    casewise_information,
    chain,
    information,
    moment_gradient,
    observed_information,
    total,
)
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.normal_data import NormalData, data_of_moments
from mtle_survey.stats.structure.cfa.saturated import Saturated
from mtle_survey.stats.structure.correlation.pearson import Moments
from mtle_survey.stats.structure.linear_algebra import inverse

STEP = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """Information per respondent at the estimates.

    Attributes
    ----------
    expected, observed, casewise : (q, q) float arrays
        Expected information, second derivatives of the objective, and mean cross-product of scores.
    """

    expected: Array
    observed: Array
    casewise: Array


def informations(model: Model, data: Data, theta: Array) -> Information:
    """All three kinds of information of a fitted model."""
    n = total(data)
    q = model.n_parameters
    observed, casewise = np.zeros((q, q)), np.zeros((q, q))
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        moved = slopes(group, state)
        weight = group_data.n / n
        at = (group_data, state.covariance, state.mean, moved)
        observed += weight * moved.collect(observed_information(*at), q)
        casewise += weight * moved.collect(casewise_information(*at), q)
    observed += _curvature(model, data, theta)
    return Information(
        expected=information(model, data, theta), observed=(observed + observed.T) / 2.0, casewise=casewise
    )


def _curvature(model: Model, data: Data, theta: Array) -> Array:
    """What the bending of moments adds to the second derivatives, by central differences."""
    n = total(data)
    result = np.zeros((model.n_parameters, model.n_parameters))
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        by_moment = moment_gradient(group_data, state.covariance, state.mean)
        weight = group_data.n / n
        for k in range(model.n_parameters):
            shifted = []
            for sign in (1.0, -1.0):
                at = theta.copy()
                at[k] += sign * STEP
                moved = slopes(group, implied(group, at))
                entries = chain(moved, by_moment)
                shifted.append(np.bincount(moved.index, entries, minlength=model.n_parameters))
            result[:, k] += weight * (shifted[0] - shifted[1]) / (2.0 * STEP)
    return result


def robust_covariance(found: Information, n: int) -> Array:
    """Huber-White covariance of the estimates: observed^-1 casewise observed^-1 / n."""
    bread = inverse(found.observed)
    return np.asarray(bread @ found.casewise @ bread / n)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturatedInformation:
    """Information of one group's unrestricted moments: means, then covariances.

    Attributes
    ----------
    observed, casewise : (k, k) float arrays
        Second derivatives of the objective, and mean cross-product of scores.
    """

    observed: Array
    casewise: Array


def saturated_information(data: NormalData, at: Saturated) -> SaturatedInformation:
    """Information of the unrestricted moments of one group."""
    moved = saturated_slopes(data.p)
    return SaturatedInformation(
        observed=observed_information(data, at.covariance, at.mean, moved),
        casewise=casewise_information(data, at.covariance, at.mean, moved),
    )


def scaling_factor(found: Information, unrestricted: tuple[SaturatedInformation, ...], df: float) -> float:
    """Yuan-Bentler scaling factor, as the difference of two traces over the degrees of freedom.

    References
    ----------
    Asparouhov, T., & Muthén, B. (2005). Multivariate statistical modeling with survey data. Proceedings
    of the Federal Committee on Statistical Methodology research conference.
    Yuan, K.-H., & Bentler, P. M. (2000). Three likelihood-based methods for mean and covariance structure
    analysis with nonnormal missing data. Sociological Methodology, 30, 165-200.
    https://doi.org/10.1111/0081-1750.00078
    """
    of_moments = sum(float(np.trace(np.linalg.solve(h1.observed, h1.casewise))) for h1 in unrestricted)
    of_model = float(np.trace(np.linalg.solve(found.observed, found.casewise)))
    return (of_moments - of_model) / df


def moment_slopes(model: Model, theta: Array) -> tuple[Array, ...]:
    """For each group (p + p(p+1)/2, q): derivatives of means and covariances in the parameters."""
    result = []
    for group in model.groups:
        state = implied(group, theta)
        moved = slopes(group, state)
        i, j = np.tril_indices(state.mean.size)
        covariance = moved.u[i] * moved.v[j] + moved.u[j] * moved.v[i]
        result.append(np.vstack([moved.mean, covariance]) @ moved.gather(model.n_parameters))
    return tuple(result)


def as_complete(data: NormalData, at: Saturated) -> NormalData:
    """Data of one complete pattern that has the given moments, for functions of moments alone."""
    n = data.n
    moments = Moments(n=n, mean=at.mean, covariance=at.covariance * (n / max(n - 1, 1)))
    return data_of_moments(moments)


def incomplete_scaling_factor(
    model: Model,
    theta: Array,
    data: Data,
    moments: tuple[Saturated, ...],
    unrestricted: tuple[SaturatedInformation, ...],
    df: float,
) -> float:
    """Scaling factor of fit indices under missing answers: those of complete data with the same moments.

    References
    ----------
    Zhang, X., & Savalei, V. (2023). New computations for RMSEA and CFI following FIML and TS estimation
    with missing data. Psychological Methods, 28, 263-283. https://doi.org/10.1037/met0000445
    """
    n = total(data)
    observed, complete, gamma = [], [], []
    for group, at, h1 in zip(data, moments, unrestricted, strict=True):
        share = group.n / n
        W_inverse = inverse(h1.observed)
        C = observed_information(as_complete(group, at), at.covariance, at.mean, saturated_slopes(group.p))
        observed.append(share * h1.observed)
        complete.append(W_inverse @ C @ W_inverse / share)
        gamma.append(W_inverse @ h1.casewise @ W_inverse / share)
    W_all = block_diagonal(observed)
    Delta = np.vstack(moment_slopes(model, theta))
    weighted = W_all @ Delta
    U = W_all - weighted @ inverse(Delta.T @ weighted) @ weighted.T
    return float(np.trace(U @ block_diagonal(complete) @ U @ block_diagonal(gamma))) / df


def block_diagonal(parts: list[Array]) -> Array:
    """Square matrices along the diagonal of a larger one."""
    offsets = np.concatenate([[0], np.cumsum([part.shape[0] for part in parts])])
    result = np.zeros((int(offsets[-1]), int(offsets[-1])))
    for part, start, stop in zip(parts, offsets[:-1], offsets[1:], strict=True):
        result[start:stop, start:stop] = part
    return result
