"""Latent means, and what non-invariant items add to raw scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.cfa.implied import Implied, implied
from mtle_survey.stats.structure.invariance.model import Design, threshold_items
from mtle_survey.stats.structure.invariance.step import Fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occasion's part of a fitted model.

    Attributes
    ----------
    loading : (p, m) float array
        Loadings.
    intercept : (p,) float array
        Intercepts.
    threshold : (t,) float array
        Thresholds of ordered items.
    residual : (p,) float array
        Residual variances.
    factor_mean : (m,) float array
        Means of the factors.
    factor_covariance : (m, m) float array
        Their covariances.
    """

    loading: Array
    intercept: Array
    threshold: Array
    residual: Array
    factor_mean: Array
    factor_covariance: Array


def occasions(design: Design, fitted: Fitted) -> tuple[Occasion, ...]:
    """Take a fitted model apart by occasion."""
    states = [implied(group, fitted.theta) for group in fitted.model.groups]
    intercepts = [group.intercept.at(fitted.theta) for group in fitted.model.groups]
    if design.kind == "group":
        return tuple(_slice(s, nu, 0, 1) for s, nu in zip(states, intercepts, strict=True))
    return tuple(_slice(states[0], intercepts[0], w, design.occasions) for w in range(design.occasions))


def _slice(state: Implied, intercept: Array, place: int, places: int) -> Occasion:
    p, m, t = (size // places for size in (*state.loading.shape, state.threshold.size))
    items, factors = slice(place * p, (place + 1) * p), slice(place * m, (place + 1) * m)
    return Occasion(
        loading=state.loading[items, factors],
        intercept=intercept[items],
        threshold=state.threshold[place * t : (place + 1) * t],
        residual=np.diag(state.residual)[items],
        factor_mean=state.factor_mean[factors],
        factor_covariance=state.factor_covariance[factors, factors],
    )


def latent_means(design: Design, fitted: Fitted, n: int, method: str) -> tuple[tuple[Estimate, ...], ...]:
    """Means of the factors on each occasion, in standard deviations of the first.

    Returns
    -------
    tuple of tuples of Estimate
        One tuple for each occasion, one estimate for each factor; 0 without standard error on the first.
    """
    errors = np.sqrt(np.maximum(np.diag(fitted.covariance), 0.0))
    blocks = [group.factor_mean for group in fitted.model.groups]
    values = np.concatenate([block.at(fitted.theta) for block in blocks])
    index = np.concatenate([block.index for block in blocks])
    m = values.size // design.occasions
    estimates = [
        Estimate(
            value=float(value),
            n=n,
            method=method,
            std_error=float(errors[number]) if number >= 0 else float("nan"),
        )
        for value, number in zip(values, index, strict=True)
    ]
    return tuple(tuple(estimates[w * m : (w + 1) * m]) for w in range(design.occasions))


def item_bias(design: Design, fitted: Fitted, values: tuple[Array, ...]) -> Array:
    """How far each item's mean lies from where invariant measurement would put it.

    Parameters
    ----------
    design : Design
        What is compared.
    fitted : Fitted
        A model in which some measurement parameters differ between occasions.
    values : tuple of p float arrays
        Raw code of each category of ordered items; empty for continuous items.

    Returns
    -------
    Array
        (occasions, p) raw points: the expected answer under the occasion's own measurement parameters
        less that under the first occasion's, both for the occasion's own distribution of the factors. Of
        ordered items, differing residual variances count as well.

    References
    ----------
    Nye, C. D., & Drasgow, F. (2011). Effect size indices for analyses of measurement equivalence. Journal
    of Applied Psychology, 96, 966-980. https://doi.org/10.1037/a0022955
    """
    parts = occasions(design, fitted)
    reference = parts[0]
    rows = []
    for part in parts:
        own = _expected(design, part, part, values)
        as_first = _expected(design, reference, part, values)
        rows.append(own - as_first)
    return np.array(rows)


def _expected(design: Design, measured: Occasion, people: Occasion, values: tuple[Array, ...]) -> Array:
    """(p,) expected raw answers of one occasion's people under an occasion's measurement parameters."""
    mean = measured.intercept + measured.loading @ people.factor_mean
    if not design.ordinal:
        return np.asarray(mean)
    explained = np.einsum("pi,ij,pj->p", measured.loading, people.factor_covariance, measured.loading)
    deviation = np.sqrt(explained + measured.residual)
    owner = threshold_items(design)
    above = special.ndtr((mean[owner] - measured.threshold) / deviation[owner])
    result = np.array([codes[0] for codes in values])
    for item, codes in enumerate(values):
        result[item] += np.diff(codes) @ above[owner == item]
    return result
