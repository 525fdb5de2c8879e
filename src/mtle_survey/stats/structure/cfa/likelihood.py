"""Normal likelihood of a model: value, gradient, and the kinds of information.

Everything is per respondent: the objective is minus the mean log-likelihood without its constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.implied import Slopes, implied, slopes
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.normal_data import NormalData, Pattern

Data = tuple[NormalData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentGradient:
    """How one group's objective moves with its moments.

    Attributes
    ----------
    value : float
        Half of log|Sigma| + tr(Sigma^-1 S) + d' Sigma^-1 d, averaged over the group's respondents; infinite
        where Sigma is not positive definite.
    covariance : (p, p) float array
        A with d value = u'A v for a change uv' + vu' of the covariance.
    mean : (p,) float array
        b with d value = -b' d mean.
    """

    value: float
    covariance: Array
    mean: Array


def total(data: Data) -> int:
    """Respondents in all groups."""
    return sum(group.n for group in data)


def moment_gradient(data: NormalData, covariance: Array, mean: Array) -> MomentGradient:
    """Value and gradient of one group's objective in its moments."""
    value, A, b = 0.0, np.zeros((data.p, data.p)), np.zeros(data.p)
    for pattern in data.patterns:
        items = pattern.items
        Sigma = covariance[np.ix_(items, items)]
        factor = _cholesky(Sigma)
        if factor is None:
            return MomentGradient(value=np.inf, covariance=A, mean=b)
        W = _inverse_from(factor)
        d = pattern.mean - mean[items]
        spread = pattern.covariance + np.outer(d, d)
        weight = pattern.n / data.n
        log_determinant = 2.0 * float(np.log(np.diag(factor)).sum())
        value += weight * (log_determinant + float((W * spread).sum())) / 2.0
        A[np.ix_(items, items)] += weight * (W - W @ spread @ W)
        b[items] += weight * (W @ d)
    return MomentGradient(value=value, covariance=A, mean=b)


def value_and_gradient(model: Model, data: Data, theta: Array) -> tuple[float, Array]:
    """Objective and its (q,) gradient."""
    n = total(data)
    value, gradient = 0.0, np.zeros(model.n_parameters)
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        weight = group_data.n / n
        by_moment = moment_gradient(group_data, state.covariance, state.mean)
        value += weight * by_moment.value
        if not np.isfinite(value):
            return np.inf, gradient
        moved = slopes(group, state)
        gradient += np.bincount(moved.index, weight * chain(moved, by_moment), minlength=model.n_parameters)
    return value, gradient


def information(model: Model, data: Data, theta: Array) -> Array:
    """(q, q) expected information of the model, given which answers are missing."""
    n = total(data)
    result = np.zeros((model.n_parameters, model.n_parameters))
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        moved = slopes(group, state)
        entries = expected_information(group_data, state.covariance, moved)
        result += group_data.n / n * moved.collect(entries, model.n_parameters)
    return result


def information_across(model: Model, data: Data, theta: Array, old: int) -> tuple[Array, Array]:
    """(Q, old) expected information of all parameters with the first ``old``, and the (Q,) diagonal.

    Entries beyond the first ``old`` parameters must each be a parameter of their own.
    """
    n = total(data)
    across, diagonal = np.zeros((model.n_parameters, old)), np.zeros(model.n_parameters)
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        moved = slopes(group, state)
        first = np.flatnonzero(moved.index < old)
        entries, own = np.zeros((moved.index.size, first.size)), np.zeros(moved.index.size)
        for pattern in group_data.patterns:
            W, u, v, mean, weight = _parts(pattern, group_data.n, state.covariance, moved)
            Wu, Wv, Wm = W @ u, W @ v, W @ mean
            entries += weight * (
                (u.T @ Wv[:, first]) * (v.T @ Wu[:, first])
                + (u.T @ Wu[:, first]) * (v.T @ Wv[:, first])
                + mean.T @ Wm[:, first]
            )
            own += weight * (
                (u * Wv).sum(axis=0) ** 2
                + (u * Wu).sum(axis=0) * (v * Wv).sum(axis=0)
                + (mean * Wm).sum(axis=0)
            )
        share = group_data.n / n
        np.add.at(across, (moved.index[:, None], moved.index[first]), share * entries)
        np.add.at(diagonal, moved.index, share * own)
    return across, diagonal


def chain(moved: Slopes, by_moment: MomentGradient) -> Array:
    """(E,) gradient in the entries from the gradient in the moments."""
    return np.asarray(
        (moved.u * (by_moment.covariance @ moved.v)).sum(axis=0) - moved.mean.T @ by_moment.mean
    )


def expected_information(data: NormalData, covariance: Array, moved: Slopes) -> Array:
    """(E, E) expected information of one group's entries, given which answers are missing."""
    result = np.zeros((moved.index.size, moved.index.size))
    for pattern in data.patterns:
        W, u, v, mean, weight = _parts(pattern, data.n, covariance, moved)
        uv = u.T @ W @ v
        result += weight * (uv * uv.T + (u.T @ W @ u) * (v.T @ W @ v) + mean.T @ W @ mean)
    return result


def observed_information(data: NormalData, covariance: Array, at_mean: Array, moved: Slopes) -> Array:
    """(E, E) second derivatives of one group's objective, as if moments were linear in the entries."""
    result = np.zeros((moved.index.size, moved.index.size))
    for pattern in data.patterns:
        W, u, v, mean, weight = _parts(pattern, data.n, covariance, moved)
        d = pattern.mean - at_mean[pattern.items]
        K = W @ (pattern.covariance + np.outer(d, d)) @ W
        uWv, uKv = u.T @ W @ v, u.T @ K @ v
        uWu, vWv, uKu, vKv = u.T @ W @ u, v.T @ W @ v, u.T @ K @ u, v.T @ K @ v
        curved = uWv.T * uKv + uWv * uKv.T + vWv * uKu + uWu * vKv
        linear = uWv * uWv.T + uWu * vWv
        t = W @ d
        crossed = (mean.T @ W @ v) * (t @ u) + (mean.T @ W @ u) * (t @ v)
        result += weight * (curved - linear + mean.T @ W @ mean + crossed + crossed.T)
    return result


def casewise_information(data: NormalData, covariance: Array, at_mean: Array, moved: Slopes) -> Array:
    """(E, E) mean cross-product of the respondents' scores."""
    result = np.zeros((moved.index.size, moved.index.size))
    for pattern in data.patterns:
        W, u, v, mean, _ = _parts(pattern, data.n, covariance, moved)
        weighted = (pattern.responses - at_mean[pattern.items]) @ W
        scores = (weighted @ u) * (weighted @ v) - (u * (W @ v)).sum(axis=0) + weighted @ mean
        result += scores.T @ scores
    return np.asarray(result / data.n)


def _parts(
    pattern: Pattern, n: int, covariance: Array, moved: Slopes
) -> tuple[Array, Array, Array, Array, float]:
    items = pattern.items
    W = np.asarray(np.linalg.inv(covariance[np.ix_(items, items)]), dtype=float)
    return W, moved.u[items], moved.v[items], moved.mean[items], pattern.n / n


def _cholesky(matrix: Array) -> Array | None:
    try:
        return np.asarray(np.linalg.cholesky(matrix), dtype=float)
    except np.linalg.LinAlgError:
        return None


def _inverse_from(factor: Array) -> Array:
    root = np.asarray(np.linalg.inv(factor), dtype=float)
    return np.asarray(root.T @ root)
