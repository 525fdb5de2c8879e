"""Confirmatory factor analysis by normal likelihood: ml, mlr and fiml."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.admissible import orient, why_inadmissible
from mtle_survey.stats.structure.cfa.build import independence
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.likelihood import Data, information, total, value_and_gradient
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.normal_inference import (
    Information,
    as_complete,
    incomplete_scaling_factor,
    informations,
    robust_covariance,
    saturated_information,
    scaling_factor,
)
from mtle_survey.stats.structure.cfa.result import Estimates
from mtle_survey.stats.structure.cfa.saturated import (
    Saturated,
    available_moments,
    saturated,
    saturated_objective,
)
from mtle_survey.stats.structure.cfa.scoring import Found, minimise
from mtle_survey.stats.structure.cfa.start import starting_values
from mtle_survey.stats.structure.fit.measures import FitStatistics, RobustBase, srmr
from mtle_survey.stats.structure.linear_algebra import inverse, is_singular

NO_FACTOR = "the factor that adjusts for non-normality is not positive: too few respondents for this model"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFit:
    """A model fitted by normal likelihood.

    Attributes
    ----------
    found : Found
        Where the search ended, factors oriented.
    moments : tuple of Saturated
        Unrestricted moments of each group.
    df : float
        Degrees of freedom.
    chi2 : float
        Likelihood-ratio statistic against the unrestricted moments.
    unavailable : str
        Why the solution is none or inadmissible.
    """

    found: Found
    moments: tuple[Saturated, ...]
    df: float
    chi2: float
    unavailable: str


def degrees_of_freedom(model: Model, data: Data) -> float:
    """Means and covariances of all groups less the parameters."""
    return float(sum(group.p * (group.p + 3) // 2 for group in data) - model.n_parameters)


def unusable(moments: tuple[Saturated, ...]) -> str:
    """Why the unrestricted moments cannot be analysed, or an empty string."""
    if any(not at.converged for at in moments):
        return "the means and covariances of the incomplete answers did not converge"
    if any(np.diag(at.covariance).min() <= 0 for at in moments):
        return "an item has no variance among the respondents used"
    if any(is_singular(at.covariance) for at in moments):
        return "the covariance matrix is not positive definite: an item is determined by the others"
    return ""


def fit_normal(
    model: Model, data: Data, moments: tuple[Saturated, ...], start: Array | None = None
) -> NormalFit:
    """Maximise the likelihood of a model.

    Parameters
    ----------
    model : Model
        The model.
    data : tuple of NormalData
        One for each group.
    moments : tuple of Saturated
        Their unrestricted moments.
    start : (q,) float array, optional
        Starting values; from the moments by default.

    Returns
    -------
    NormalFit
        With the reason if it may not be interpreted.
    """
    df = degrees_of_freedom(model, data)
    if start is None:
        start = starting_values(
            model, tuple(at.covariance for at in moments), tuple(at.mean for at in moments)
        )
    found = minimise(
        lambda theta: information(model, data, theta),
        lambda theta: value_and_gradient(model, data, theta),
        start,
    )
    theta = orient(model, found.theta)
    found = replace(found, theta=theta, information=information(model, data, theta))
    reason = why_inadmissible(found, model, ordinal=False)
    if df < 0:
        reason = "the model has more parameters than the items have means and covariances"
    chi2 = max(2.0 * total(data) * (found.value - saturated_objective(data, moments)), 0.0)
    return NormalFit(found=found, moments=moments, df=df, chi2=chi2, unavailable=reason)


def baseline_fit(data: Data) -> tuple[Model, Array, float, float]:
    """Model, parameters, objective and degrees of freedom of unrelated items."""
    p = data[0].p
    model = independence(p, len(data))
    moments = [available_moments(group) for group in data]
    theta = np.concatenate([np.concatenate([variance, mean]) for mean, variance in moments])
    return model, theta, value_and_gradient(model, data, theta)[0], float(len(data) * p * (p - 1) // 2)


def fit_statistics(fitted: NormalFit, model: Model, data: Data, found: Information | None) -> FitStatistics:
    """Naive, scaled and robust statistics of a fitted model and its baseline.

    Parameters
    ----------
    fitted : NormalFit
        An admissible fit.
    model : Model
        Its model.
    data : tuple of NormalData
        The data.
    found : Information or None
        The model's information, to adjust for non-normality (mlr, fiml); None without adjustment (ml).
    """
    n = total(data)
    base_model, base_theta, base_value, base_df = baseline_fit(data)
    base_chi2 = 2.0 * n * (base_value - saturated_objective(data, fitted.moments))
    result = FitStatistics(
        chi2=fitted.chi2,
        df=fitted.df,
        baseline_chi2=base_chi2,
        baseline_df=base_df,
        n=n,
        multiplier=float(n),
        groups=len(data),
        srmr=covariance_srmr(fitted, model, data),
    )
    if found is None or fitted.df <= 0:
        return result
    unrestricted = tuple(
        saturated_information(group, at) for group, at in zip(data, fitted.moments, strict=True)
    )
    factor = scaling_factor(found, unrestricted, fitted.df)
    base_factor = scaling_factor(informations(base_model, data, base_theta), unrestricted, base_df)
    if not (factor > 0 and base_factor > 0):
        return replace(result, no_scaled=NO_FACTOR, no_robust=NO_FACTOR)
    result = replace(
        result,
        scaled=fitted.chi2 / factor,
        baseline_scaled=base_chi2 / base_factor,
        trace=factor * fitted.df,
    )
    if all(group.complete for group in data):
        corrected = RobustBase(
            chi2=fitted.chi2, factor=factor, baseline_chi2=base_chi2, baseline_factor=base_factor
        )
        return replace(result, robust=corrected)
    complete = tuple(as_complete(group, at) for group, at in zip(data, fitted.moments, strict=True))
    reference = saturated_objective(complete, fitted.moments)
    theta, given = fitted.found.theta, (data, fitted.moments, unrestricted)
    corrected = RobustBase(
        chi2=2.0 * n * (value_and_gradient(model, complete, theta)[0] - reference),
        factor=incomplete_scaling_factor(model, theta, *given, fitted.df),
        baseline_chi2=2.0 * n * (value_and_gradient(base_model, complete, base_theta)[0] - reference),
        baseline_factor=incomplete_scaling_factor(base_model, base_theta, *given, base_df),
    )
    return replace(result, robust=corrected)


def covariance_srmr(fitted: NormalFit, model: Model, data: Data) -> float:
    """SRMR of the covariances, averaged over groups by their size."""
    n = total(data)
    parts = [
        group_data.n / n * srmr(at.covariance, implied(group, fitted.found.theta).covariance)
        for group, group_data, at in zip(model.groups, data, fitted.moments, strict=True)
    ]
    return float(sum(parts))


def normal_estimates(fitted: NormalFit, model: Model, data: Data, found: Information | None) -> Estimates:
    """Estimates with robust sampling covariance, or the expected one where ``found`` is None (ml)."""
    n = total(data)
    covariance = inverse(fitted.found.information) / n if found is None else robust_covariance(found, n)
    return Estimates(model=model, theta=fitted.found.theta, covariance=covariance)


def prepare(data: Data) -> tuple[Saturated, ...]:
    """Unrestricted moments of every group."""
    return tuple(saturated(group) for group in data)
