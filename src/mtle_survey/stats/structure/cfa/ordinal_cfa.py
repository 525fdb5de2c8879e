"""Confirmatory factor analysis of ordered items by diagonally weighted least squares (WLSMV)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.admissible import orient, why_inadmissible
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.least_squares import (
    Adjustment,
    Data,
    OrdinalData,
    adjustment,
    baseline,
    discrepancy,
    information,
    multiplier,
    parameter_slopes,
    value_and_gradient,
)
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.scoring import Found, minimise
from mtle_survey.stats.structure.cfa.start import starting_values
from mtle_survey.stats.structure.correlation.polychoric import symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import OrdinalMoments
from mtle_survey.stats.structure.fit.measures import FitStatistics, RobustBase, srmr
from mtle_survey.stats.structure.linear_algebra import inverse, is_singular


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalFit:
    """A model of ordered items fitted by least squares.

    Attributes
    ----------
    found : Found
        Where the search ended, factors oriented.
    df : float
        Degrees of freedom.
    chi2 : float
        Naive statistic, (n_g - 1) times each group's discrepancy.
    adjustment : Adjustment
        What turns the naive statistic into one with known moments; of nan where there is no solution.
    covariance : (q, q) float array
        Robust sampling covariance of the parameters; nan where there is no solution.
    unavailable : str
        Why the solution is none or inadmissible.
    """

    found: Found
    df: float
    chi2: float
    adjustment: Adjustment
    covariance: Array
    unavailable: str


def correlations_only(moments: OrdinalMoments) -> OrdinalData:
    """The correlations alone, for models that leave every threshold free."""
    t = moments.n_thresholds
    return OrdinalData(statistics=moments.statistics[t:], gamma=moments.gamma[t:, t:], n=moments.n)


def fit_ordinal(model: Model, data: Data, start: Array | None = None) -> OrdinalFit:
    """Minimise the weighted squared residuals of a model.

    Parameters
    ----------
    model : Model
        The model.
    data : tuple of OrdinalData
        One for each group.
    start : (q,) float array, optional
        Starting values; from the correlations by default.

    Returns
    -------
    OrdinalFit
        With the reason if it may not be interpreted.
    """
    delta = model.groups[0].threshold_item.size == 0
    if start is None:
        p = model.groups[0].residual.index.shape[0]
        pairs = p * (p - 1) // 2
        correlations = tuple(symmetric(group.statistics[-pairs:], p, 1.0) for group in data)
        start = starting_values(model, correlations, tuple(np.zeros(p) for _ in data))
    found = minimise(
        lambda theta: information(model, data, theta),
        lambda theta: value_and_gradient(model, data, theta),
        start,
    )
    found = replace(found, theta=orient(model, found.theta))
    df = float(sum(group.statistics.size for group in data) - model.n_parameters)
    reason = why_inadmissible(found, model, ordinal=delta)
    if df < 0:
        reason = "the model has more parameters than the items have correlations"
    adjusted = Adjustment(trace=np.nan, trace_square=np.nan)
    covariance = np.full(found.information.shape, np.nan)
    if found.identified and found.converged:
        adjusted, covariance = adjustment(model, data, found.theta)
    return OrdinalFit(
        found=found,
        df=df,
        chi2=discrepancy(model, data, found.theta),
        adjustment=adjusted,
        covariance=covariance,
        unavailable=reason,
    )


def ordinal_statistics(
    fitted: OrdinalFit, model: Model, data: Data, correlations: tuple[Array, ...]
) -> FitStatistics:
    """Naive, scaled-and-shifted and robust statistics of an admissible fit."""
    n = sum(group.n for group in data)
    p = correlations[0].shape[0]
    chi2, df, adjusted = baseline(data, p)
    result = FitStatistics(
        chi2=fitted.chi2,
        df=fitted.df,
        baseline_chi2=chi2,
        baseline_df=df,
        n=n,
        multiplier=multiplier(data),
        groups=len(data),
        srmr=_srmr(fitted, model, data, correlations),
    )
    if fitted.df <= 0:
        return result
    result = replace(
        result,
        scaled=fitted.adjustment.mean_and_variance(fitted.chi2, fitted.df),
        baseline_scaled=adjusted.mean_and_variance(result.baseline_chi2, df),
    )
    if len(data) > 1 or model.groups[0].threshold_item.size:
        return replace(result, no_robust="robust indices of ordered items are defined for one occasion only")
    if is_singular(correlations[0]):
        return replace(result, no_robust="the polychoric correlations are not positive definite")
    return replace(result, robust=_robust(fitted, model, data[0], correlations[0]))


def _srmr(fitted: OrdinalFit, model: Model, data: Data, correlations: tuple[Array, ...]) -> float:
    n = sum(group.n for group in data)
    value = 0.0
    for group, group_data, R in zip(model.groups, data, correlations, strict=True):
        state = implied(group, fitted.found.theta)
        reproduced = implied_correlation(state.covariance, group.threshold_item.size == 0)
        value += group_data.n / n * srmr(R, reproduced)
    return value


def implied_correlation(covariance: Array, delta: bool) -> Array:
    """Implied correlations of the latent responses."""
    deviation = np.ones(covariance.shape[0]) if delta else np.sqrt(np.diag(covariance))
    reproduced = covariance / np.outer(deviation, deviation)
    np.fill_diagonal(reproduced, 1.0)
    return np.asarray(reproduced)


def _robust(fitted: OrdinalFit, model: Model, data: OrdinalData, R: Array) -> RobustBase:
    """Likelihood discrepancies at the least-squares estimates with their scaling factors.

    References
    ----------
    Savalei, V. (2021). Improving fit indices in structural equation modeling with categorical data.
    Multivariate Behavioral Research, 56, 390-407. https://doi.org/10.1080/00273171.2020.1717922
    """
    theta = fitted.found.theta
    reproduced = implied_correlation(implied(model.groups[0], theta).covariance, True)
    p = R.shape[0]
    i, j = np.triu_indices(p, 1)
    V = inverse(reproduced)
    likelihood_weight = V[np.ix_(i, i)] * V[np.ix_(j, j)] + V[np.ix_(i, j)] * V[np.ix_(j, i)]
    (Delta,) = parameter_slopes(model, theta)
    bread = inverse((Delta.T * data.weight) @ Delta)
    left = np.eye(i.size) - Delta @ (bread @ (Delta.T * data.weight))
    trace = float(np.sum((left.T @ likelihood_weight @ left) * data.gamma))
    log_observed, log_reproduced = np.linalg.slogdet(R)[1], np.linalg.slogdet(reproduced)[1]
    discrepancy = float(log_reproduced + np.sum(V * R) - log_observed - p)
    return RobustBase(
        chi2=data.n * discrepancy,
        factor=trace / fitted.df,
        baseline_chi2=-data.n * float(log_observed),
        baseline_factor=float(np.trace(data.gamma)) / i.size,
    )
