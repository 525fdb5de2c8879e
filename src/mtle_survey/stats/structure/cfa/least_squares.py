"""Diagonally weighted least squares for ordered items: objective, sandwich and adjusted test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.implied import Implied, Slopes, implied, slopes
from mtle_survey.stats.structure.cfa.model import GroupModel, Model
from mtle_survey.stats.structure.linear_algebra import inverse


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalData:
    """One group's thresholds and polychoric correlations.

    Attributes
    ----------
    statistics : (k,) float array
        Thresholds, item by item, then correlations of pairs (0,1), (0,2) … in row order; or the
        correlations alone, when the model leaves thresholds free.
    gamma : (k, k) float array
        n times their sampling covariance.
    n : int
        Respondents.
    """

    statistics: Array
    gamma: Array
    n: int

    @property
    def weight(self) -> Array:
        """(k,) weights: the inverses of the sampling variances."""
        return np.asarray(1.0 / np.diag(self.gamma))


Data = tuple[OrdinalData, ...]


def multiplier(data: Data) -> float:
    """Respondents less one for each group: what a discrepancy per respondent is multiplied with."""
    return float(sum(group.n for group in data) - len(data))


def predicted(group: GroupModel, state: Implied) -> Array:
    """(k,) thresholds, if the model has any, and correlations that a group's model implies."""
    deviation = np.sqrt(np.maximum(np.diag(state.covariance), 1e-12))
    i, j = np.triu_indices(deviation.size, 1)
    if _delta(group):
        return np.asarray(state.covariance[i, j])
    item = group.threshold_item
    threshold = (state.threshold - state.mean[item]) / deviation[item]
    return np.concatenate([threshold, state.covariance[i, j] / (deviation[i] * deviation[j])])


def predicted_slopes(group: GroupModel, state: Implied, moved: Slopes) -> Array:
    """(k, E) derivatives of :func:`predicted` in the entries of the matrices."""
    i, j = np.triu_indices(state.mean.size, 1)
    covariance = moved.u[i] * moved.v[j] + moved.u[j] * moved.v[i]
    if _delta(group):
        return np.asarray(covariance)
    variance = np.diag(state.covariance)
    deviation = np.sqrt(variance)
    relative = 2.0 * moved.u * moved.v / variance[:, None]  # derivative of log variances
    scale = deviation[i] * deviation[j]
    correlation = (state.covariance[i, j] / scale)[:, None]
    by_correlation = covariance / scale[:, None] - correlation * (relative[i] + relative[j]) / 2.0
    item = group.threshold_item
    standard = ((state.threshold - state.mean[item]) / deviation[item])[:, None]
    by_threshold = (moved.threshold - moved.mean[item]) / deviation[item][:, None]
    by_threshold = by_threshold - standard * relative[item] / 2.0
    return np.vstack([by_threshold, by_correlation])


def _delta(group: GroupModel) -> bool:
    """Whether residual variances are what loadings leave of 1 (no thresholds in the model)."""
    return group.threshold_item.size == 0


def value_and_gradient(model: Model, data: Data, theta: Array) -> tuple[float, Array]:
    """Half the weighted sum of squared residuals per respondent, and its (q,) gradient."""
    n = sum(group.n for group in data)
    value, gradient = 0.0, np.zeros(model.n_parameters)
    for group, group_data in zip(model.groups, data, strict=True):
        state = implied(group, theta)
        if not np.diag(state.covariance).min() > 0 and not _delta(group):
            return np.inf, gradient
        moved = slopes(group, state)
        weighted = group_data.weight * (group_data.statistics - predicted(group, state))
        residual = group_data.statistics - predicted(group, state)
        share = group_data.n / n
        value += share * float(residual @ weighted) / 2.0
        entries = -share * predicted_slopes(group, state, moved).T @ weighted
        gradient += np.bincount(moved.index, entries, minlength=model.n_parameters)
    return value, gradient


def discrepancy(model: Model, data: Data, theta: Array) -> float:
    """Sum over groups of n - 1 times the weighted squared residuals."""
    value = 0.0
    for group, group_data in zip(model.groups, data, strict=True):
        residual = group_data.statistics - predicted(group, implied(group, theta))
        value += (group_data.n - 1) * float(residual @ (group_data.weight * residual))
    return value


def parameter_slopes(model: Model, theta: Array) -> tuple[Array, ...]:
    """For each group (k, q): derivatives of its statistics in the parameters."""
    result = []
    for group in model.groups:
        state = implied(group, theta)
        moved = slopes(group, state)
        result.append(predicted_slopes(group, state, moved) @ moved.gather(model.n_parameters))
    return tuple(result)


def information(model: Model, data: Data, theta: Array) -> Array:
    """(q, q) Delta' W Delta, averaged over respondents."""
    n = sum(group.n for group in data)
    result = np.zeros((model.n_parameters, model.n_parameters))
    for Delta, group in zip(parameter_slopes(model, theta), data, strict=True):
        result += group.n / n * (Delta.T * group.weight) @ Delta
    return result


def information_across(model: Model, data: Data, theta: Array, old: int) -> tuple[Array, Array]:
    """(Q, old) information of all parameters with the first ``old``, and the (Q,) diagonal of the whole."""
    n = sum(group.n for group in data)
    across, diagonal = np.zeros((model.n_parameters, old)), np.zeros(model.n_parameters)
    for Delta, group in zip(parameter_slopes(model, theta), data, strict=True):
        weighted = (group.n / n * group.weight)[:, None] * Delta
        across += weighted.T @ Delta[:, :old]
        diagonal += (weighted * Delta).sum(axis=0)
    return across, diagonal


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What turns the least-squares statistic into one with known moments.

    Attributes
    ----------
    trace, trace_square : float
        Traces of U Gamma and of its square.
    """

    trace: float
    trace_square: float

    def mean_and_variance(self, chi2: float, df: float) -> float:
        """The scaled and shifted statistic a T + b with the moments of a chi-square.

        References
        ----------
        Asparouhov, T., & Muthén, B. (2010). Simple second order chi-square correction. Mplus technical
        report.
        """
        a, b = scale_and_shift(self.trace, self.trace_square, df)
        return a * chi2 + b


def scale_and_shift(trace: float, trace_square: float, df: float) -> tuple[float, float]:
    """a and b that give a T + b mean df and variance 2 df."""
    a = float(np.sqrt(df / trace_square))
    return a, df - a * trace


def adjustment(model: Model, data: Data, theta: Array) -> tuple[Adjustment, Array]:
    """The traces that adjust the test statistic, and the (q, q) robust covariance of the parameters.

    References
    ----------
    Muthén, B., du Toit, S. H. C., & Spisic, D. (1997). Robust inference using weighted least squares and
    quadratic estimating equations in latent variable modeling with categorical and continuous outcomes.
    Unpublished technical report.
    """
    n = sum(group.n for group in data)
    q = model.n_parameters
    bread = inverse(information(model, data, theta))
    meat, cross = np.zeros((q, q)), np.zeros((q, q))
    trace, trace_square = 0.0, 0.0
    for Delta, group in zip(parameter_slopes(model, theta), data, strict=True):
        share = group.n / n
        w = group.weight
        spread = group.gamma @ (w[:, None] * Delta)  # Gamma W Delta
        meat += share * (Delta.T * w) @ spread
        cross += share * (spread.T * w) @ spread
        trace += float(w @ np.diag(group.gamma))
        trace_square += float(w @ (group.gamma**2) @ w)
    # U = W - W Delta bread Delta' W, expanded so that no matrix larger than Delta is multiplied
    reduced = bread @ meat
    trace -= float(np.trace(reduced))
    trace_square += float(np.trace(reduced @ reduced)) - 2.0 * float(np.trace(bread @ cross))
    return Adjustment(trace=trace, trace_square=trace_square), bread @ meat @ bread / multiplier(data)


def baseline(data: Data, n_items: int) -> tuple[float, float, Adjustment]:
    """Statistic, degrees of freedom and adjustment of the model of unrelated items, thresholds free."""
    pairs = n_items * (n_items - 1) // 2
    chi2, trace, trace_square = 0.0, 0.0, 0.0
    for group in data:
        r, w = group.statistics[-pairs:], group.weight[-pairs:]
        gamma = group.gamma[-pairs:, -pairs:]
        chi2 += (group.n - 1) * float(w @ (r * r))
        trace += float(w @ np.diag(gamma))
        trace_square += float(w @ (gamma**2) @ w)
    return chi2, float(pairs * len(data)), Adjustment(trace=trace, trace_square=trace_square)
