"""Confirmatory factor analysis of a declared structure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa import least_squares, likelihood
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.modification import ModificationIndex, modification_indices
from mtle_survey.stats.structure.cfa.normal_cfa import (
    fit_normal,
    fit_statistics,
    normal_estimates,
    prepare,
    unusable,
)
from mtle_survey.stats.structure.cfa.normal_data import NormalData, data_of_moments, normal_data
from mtle_survey.stats.structure.cfa.normal_inference import informations
from mtle_survey.stats.structure.cfa.ordinal_cfa import (
    correlations_only,
    fit_ordinal,
    implied_correlation,
    ordinal_statistics,
)
from mtle_survey.stats.structure.cfa.result import Cfa, Estimates, no_solution
from mtle_survey.stats.structure.cfa.standardised import standardised
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.cfa.validity import average_variance_extracted, htmt
from mtle_survey.stats.structure.correlation.pearson import Moments, correlation_of
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments
from mtle_survey.stats.structure.correlation.smoothing import smooth
from mtle_survey.stats.structure.fit.measures import FitStatistics, fit_measures, no_fit
from mtle_survey.stats.structure.gates import too_few_for_cfa

ESTIMATORS = ("ml", "mlr", "fiml", "wlsmv")
LARGEST_SMOOTHING = 0.05


def cfa(x: ArrayLike, structure: FactorStructure, estimator: str = "mlr", *, pairwise: bool = False) -> Cfa:
    """Fit a declared factor structure.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing; columns are the structure's items. Whole numbers for ``wlsmv``.
    structure : FactorStructure
        What belongs to what.
    estimator : {"ml", "mlr", "fiml", "wlsmv"}
        Normal likelihood; the same with standard errors and statistics that hold without normality; the
        same from all answers of incomplete respondents; diagonally weighted least squares of polychoric
        correlations with a scaled and shifted statistic.
    pairwise : bool
        Whether ``wlsmv`` uses every answer (pairwise present) instead of complete respondents.

    Returns
    -------
    Cfa
        Estimates, fit and local misfit. ``ml`` and ``mlr`` use complete respondents.

    Not available when
    ------------------
    Fewer than 100 respondents, an item without variance, a covariance matrix that is not positive
    definite, or a model that is not identified. A solution that did not converge or is improper (negative
    variances, correlations beyond 1) keeps its estimates, with the reason, but has no fit indices; so has
    ``wlsmv`` when polychoric correlations are so inconsistent that smoothing moves one by more than .05.

    Notes
    -----
    chi-square is n F (normal likelihood) or (n - 1) F (least squares); RMSEA uses the same multiplier;
    SRMR is of covariances only. Checked against R lavaan: tests/oracle/R/cfa.R.

    References
    ----------
    Jöreskog, K. G. (1969). A general approach to confirmatory maximum likelihood factor analysis.
    Psychometrika, 34, 183-202. https://doi.org/10.1007/BF02289343
    """
    if estimator not in ESTIMATORS:
        raise ValueError(f"estimator must be one of {', '.join(ESTIMATORS)}")
    data = np.asarray(x, dtype=float)
    if data.ndim != 2 or data.shape[1] != structure.n_items:
        raise ValueError(f"x must have {structure.n_items} columns, one for each item of the structure")
    if estimator == "wlsmv":
        return _ordinal(data, structure, pairwise)
    return _normal((normal_data(data, listwise=estimator != "fiml"),), structure, f"cfa_{estimator}")


def cfa_of_moments(moments: Moments, structure: FactorStructure) -> Cfa:
    """Confirmatory factor analysis by maximum likelihood (``ml``) from means and covariances alone.

    Parameters
    ----------
    moments : Moments
        Of respondents who answered every item of the structure, in its order of items.
    structure : FactorStructure

    Returns
    -------
    Cfa
        As :func:`cfa` with the estimator ``ml``; the other estimators need the rows.
    """
    if moments.mean.size != structure.n_items:
        raise ValueError(f"the moments must be of the {structure.n_items} items of the structure")
    return _normal((data_of_moments(moments),), structure, "cfa_ml")


def _normal(data: tuple[NormalData, ...], structure: FactorStructure, name: str) -> Cfa:
    n = data[0].n
    reason = too_few_for_cfa(n)
    moments = () if reason else prepare(data)
    reason = reason or unusable(moments)
    if reason:
        return no_solution(structure, name, n, reason)
    model = build(structure, ordinal=False)
    fitted = fit_normal(model, data, moments)
    if not (fitted.found.identified and fitted.found.converged) or fitted.df < 0:
        return no_solution(structure, name, n, fitted.unavailable)
    information = None if name == "cfa_ml" else informations(model, data, fitted.found.theta)
    estimates = normal_estimates(fitted, model, data, information)
    observed = correlation_of(moments[0].covariance)
    reproduced = correlation_of(implied(model.groups[0], estimates.theta).covariance)
    statistics = None
    if not fitted.unavailable:
        statistics = fit_statistics(fitted, model, data, information)
    indices = modification_indices(
        model,
        estimates.theta,
        float(n),
        len(structure.factors),
        lambda larger, theta: likelihood.value_and_gradient(larger, data, theta),
        lambda larger, theta, old: likelihood.information_across(larger, data, theta, old),
        ordinal=False,
    )
    return _assemble(
        structure,
        name,
        n,
        fitted.df,
        estimates,
        statistics,
        fitted.unavailable,
        observed,
        reproduced,
        indices,
    )


def _ordinal(x: Array, structure: FactorStructure, pairwise: bool) -> Cfa:
    name = "cfa_wlsmv"
    answered = ~np.isnan(x)
    used = x[answered.any(axis=1) if pairwise else answered.all(axis=1)]
    n = used.shape[0]
    reason = too_few_for_cfa(n) or _constant(used)
    if reason:
        return no_solution(structure, name, n, reason)
    moments = ordinal_moments(used)
    data = (correlations_only(moments),)
    model = build(structure, ordinal=True)
    fitted = fit_ordinal(model, data)
    if not (fitted.found.identified and fitted.found.converged) or fitted.df < 0:
        return no_solution(structure, name, n, fitted.unavailable)
    observed = moments.polychoric.R
    smoothing = smooth(observed).largest_change
    inadmissible = fitted.unavailable
    if not inadmissible and smoothing > LARGEST_SMOOTHING:
        inadmissible = (
            f"polychoric correlations contradict one another: smoothing moves one by {smoothing:.2f}"
        )
    estimates = Estimates(model=model, theta=fitted.found.theta, covariance=fitted.covariance)
    reproduced = implied_correlation(implied(model.groups[0], estimates.theta).covariance, True)
    statistics = None if inadmissible else ordinal_statistics(fitted, model, data, (observed,))
    indices = modification_indices(
        model,
        estimates.theta,
        least_squares.multiplier(data),
        len(structure.factors),
        lambda larger, theta: least_squares.value_and_gradient(larger, data, theta),
        lambda larger, theta, old: least_squares.information_across(larger, data, theta, old),
        ordinal=True,
    )
    return _assemble(
        structure, name, n, fitted.df, estimates, statistics, inadmissible, observed, reproduced, indices
    )


def _constant(x: Array) -> str:
    if any(np.unique(column[~np.isnan(column)]).size < 2 for column in x.T):
        return "an item has no variance among the respondents used"
    return ""


def _assemble(
    structure: FactorStructure,
    name: str,
    n: int,
    df: float,
    estimates: Estimates,
    statistics: FitStatistics | None,
    unavailable: str,
    observed: Array,
    reproduced: Array,
    modification: tuple[ModificationIndex, ...],
) -> Cfa:
    ordinal = name == "cfa_wlsmv"
    group = estimates.model.groups[0]
    state = implied(group, estimates.theta)
    variance = np.ones(structure.n_items) if ordinal else np.diag(state.covariance)
    declared = len(structure.factors)
    if structure.bifactor:
        explained = np.full(declared, np.nan)
    else:
        explained = average_variance_extracted(
            state.loading[:, :declared], state.factor_covariance[:declared, :declared], variance
        )
    return Cfa(
        estimator=name,
        structure=structure,
        n=n,
        df=df,
        fit=no_fit(unavailable, n, name) if statistics is None else fit_measures(statistics, name),
        estimates=estimates,
        standardised=standardised(group, estimates.theta, estimates.covariance, ordinal),
        residual_correlation=observed - reproduced,
        modification=modification,
        average_variance_extracted=explained,
        htmt=htmt(observed, structure.factors),
        unavailable=unavailable,
    )
