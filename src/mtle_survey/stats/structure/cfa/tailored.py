"""Cut-offs of fit indices tailored to one model, by simulation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.misspecified import Misspecification, misspecifications
from mtle_survey.stats.structure.cfa.normal_cfa import fit_normal, fit_statistics, prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.normal_inference import informations
from mtle_survey.stats.structure.cfa.ordinal_cfa import correlations_only, fit_ordinal, ordinal_statistics
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments
from mtle_survey.stats.structure.fit.measures import fit_measures

SAMPLES = 500
TRUE_SHARE = 0.95  # of samples from the true model that the cut-off must pass
LEAST_POWER = 0.50  # share of misspecified samples that it must then reject
FEWEST_CONVERGED = 0.5
INDICES: Mapping[str, tuple[str, str, str]] = {
    "cfa_ml": ("srmr", "rmsea", "cfi"),
    "cfa_mlr": ("srmr", "rmsea_robust", "cfi_robust"),
    "cfa_wlsmv": ("srmr", "rmsea_scaled", "cfi_scaled"),
}
"""Which forms of SRMR, RMSEA and CFI each estimator is judged by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TailoredLevel:
    """Cut-offs that tell one degree of misspecification from none.

    Attributes
    ----------
    population : Misspecification
        What the structure overlooks.
    cut_offs : mapping of str to Estimate
        By index (``srmr``, ``rmsea…``, ``cfi…``); the interval is the Monte Carlo error of the percentile
        and ``std_error`` half its width over 1.96. Unavailable where no value passes 95% of the true and
        rejects half of the misspecified samples.
    power : mapping of str to float
        Share of misspecified samples that each cut-off rejects.
    simulated : (samples, 3) float array
        SRMR, RMSEA and CFI of the misspecified samples.
    """

    population: Misspecification
    cut_offs: Mapping[str, Estimate]
    power: Mapping[str, float]
    simulated: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Tailored:
    """Cut-offs for every level.

    Attributes
    ----------
    levels : tuple of TailoredLevel
    samples : int
        Drawn from each population.
    lost : int
        Samples whose search did not converge; they are left out. As in the method's own software, improper
        solutions are kept: a misspecified model often shows as one.
    unavailable : str
        Why there are none.
    """

    levels: tuple[TailoredLevel, ...]
    samples: int
    lost: int
    unavailable: str = ""


def tailored_cut_offs(
    found: Cfa, thresholds: tuple[Array, ...] = (), *, samples: int = SAMPLES, seed: int = 0
) -> Tailored:
    """Simulate what fit indices are when the model is right, and when it is a little wrong.

    Parameters
    ----------
    found : Cfa
        A fitted structure, by ``ml``, ``mlr`` or ``wlsmv``.
    thresholds : tuple of p float arrays
        Where latent responses are cut into the observed categories; without any, items are continuous.
    samples : int
        From each population, of as many respondents as the fit used.
    seed : int
        Of the draws.

    Returns
    -------
    Tailored
        The cut-off of an index is the mildest percentile of the misspecified samples, from the 5th on, that
        lies beyond the 95th percentile of the true ones.

    Not available when
    ------------------
    The solution is inadmissible, has a general factor of all items, has no degrees of freedom, is one of
    incomplete answers, or fewer than half of the samples of a population converge.

    References
    ----------
    McNeish, D., & Wolf, M. G. (2023). Dynamic fit index cutoffs for confirmatory factor analysis models.
    Psychological Methods, 28, 61-88. https://doi.org/10.1037/met0000425
    """
    reason = _refused(found)
    if reason or found.standardised is None:
        return Tailored(levels=(), samples=0, lost=0, unavailable=reason)
    rng = np.random.default_rng(seed)
    names = INDICES[found.estimator]
    drawn: list[Array] = []
    populations = misspecifications(found.structure, found.standardised)
    for population in populations:
        drawn.append(_simulated(found, population, thresholds, samples, rng, names))
        if len(drawn[-1]) < FEWEST_CONVERGED * samples:
            reason = f"only {len(drawn[-1])} of {samples} simulated samples converged"
            return Tailored(levels=(), samples=samples, lost=samples - len(drawn[-1]), unavailable=reason)
    levels = tuple(
        _level(population, names, drawn[0], wrong, found.n)
        for population, wrong in zip(populations[1:], drawn[1:], strict=True)
    )
    lost = sum(samples - len(part) for part in drawn)
    return Tailored(levels=levels, samples=samples, lost=lost)


def _refused(found: Cfa) -> str:
    if found.unavailable:
        return found.unavailable
    if found.structure.bifactor:
        return "there is no rule for what a model with a general factor of all items may overlook"
    if found.df <= 0:
        return "the model has no degrees of freedom, so its fit cannot be judged"
    if found.estimator not in INDICES:
        return "simulated samples are complete: ask for ml, mlr or wlsmv"
    return ""


def _simulated(
    found: Cfa,
    population: Misspecification,
    thresholds: tuple[Array, ...],
    samples: int,
    rng: np.random.Generator,
    names: tuple[str, ...],
) -> Array:
    """(converged samples, indices) of samples from one population."""
    root = np.linalg.cholesky(population.correlation + 1e-10 * np.eye(population.correlation.shape[0]))
    fit = _ordinal_indices if found.estimator == "cfa_wlsmv" else _normal_indices
    rows = []
    for _ in range(samples):
        x = rng.standard_normal((found.n, root.shape[0])) @ root.T
        if thresholds:
            x = np.column_stack([np.searchsorted(cut, x[:, j]) for j, cut in enumerate(thresholds)]) + 1.0
        indices = fit(x, found.structure, found.estimator)
        if indices is not None:
            rows.append([indices[name].value for name in names])
    return np.array(rows, dtype=float).reshape(-1, len(names))


def _normal_indices(x: Array, structure: FactorStructure, estimator: str) -> dict[str, Estimate] | None:
    data = (normal_data(x, listwise=True),)
    model = build(structure, ordinal=False)
    fitted = fit_normal(model, data, prepare(data))
    if not fitted.found.converged:
        return None
    information = None if estimator == "cfa_ml" else informations(model, data, fitted.found.theta)
    return fit_measures(fit_statistics(fitted, model, data, information), estimator)


def _ordinal_indices(x: Array, structure: FactorStructure, estimator: str) -> dict[str, Estimate] | None:
    if (x == x[0]).all(axis=0).any():
        return None
    moments = ordinal_moments(x)
    data = (correlations_only(moments),)
    model = build(structure, ordinal=True)
    fitted = fit_ordinal(model, data)
    if not fitted.found.converged:
        return None
    return fit_measures(ordinal_statistics(fitted, model, data, (moments.polychoric.R,)), estimator)


def _level(
    population: Misspecification, names: tuple[str, ...], true: Array, wrong: Array, n: int
) -> TailoredLevel:
    cut_offs: dict[str, Estimate] = {}
    power: dict[str, float] = {}
    for k, name in enumerate(names):
        # misfit is large where the index is, but for the CFI
        sign = -1.0 if name.startswith("cfi") else 1.0
        cut, share = _cut_off(sign * true[:, k], sign * wrong[:, k])
        power[name] = share
        if math.isnan(cut):
            reason = "no value tells this misspecification from none at this sample size"
            cut_offs[name] = not_available(reason, n=n, method=f"level {population.level}")
            continue
        low, high = sorted(sign * bound for bound in _order_limits(sign * wrong[:, k], 1.0 - share))
        cut_offs[name] = Estimate(
            value=sign * cut,
            n=n,
            method=f"level {population.level}",
            std_error=(high - low) / (2 * 1.96),
            interval=Interval(low=low, high=high, level=0.95),
        )
    return TailoredLevel(
        population=population,
        cut_offs=cut_offs,
        power=power,
        simulated=wrong,
    )


def _cut_off(true: Array, wrong: Array) -> tuple[float, float]:
    """The mildest percentile of the wrong samples beyond the true ones, and the share it rejects."""
    limit = float(np.quantile(true, TRUE_SHARE))
    for missed in np.arange(0.05, LEAST_POWER + 0.001, 0.05):
        cut = float(np.quantile(wrong, missed))
        if cut >= limit:
            return cut, 1.0 - float(missed)
    return math.nan, float((wrong > limit).mean())


def _order_limits(values: Array, share: float) -> tuple[float, float]:
    """95% limits of a percentile from the order of the simulated values."""
    size = len(values)
    spread = 1.96 * math.sqrt(share * (1.0 - share) / size)
    low, high = max(share - spread, 0.0), min(share + spread, 1.0)
    return float(np.quantile(values, low)), float(np.quantile(values, high))
