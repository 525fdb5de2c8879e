"""Thresholds that turn a latent answer into a code of the declared response format."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.latent import FactorModel
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.streams import stream
from mtle_survey.stats.estimate import Array

OUTERMOST = 1.5
"""The outermost thresholds of an item of average difficulty, in latent standard deviations."""


def item_thresholds(instrument: Instrument, recipe: Recipe) -> Mapping[str, Array]:
    """Thresholds of every rated item, ascending: evenly spaced, shifted by the item's difficulty."""
    shifts = stream(recipe.seed, "difficulty").uniform(-1, 1, len(instrument.rated_items))
    return {
        item: even_thresholds(len(instrument.format_of(item).codes)) + recipe.difficulty_spread * shift
        for item, shift in zip(instrument.rated_items, shifts, strict=True)
    }


def even_thresholds(categories: int) -> Array:
    """Evenly spaced thresholds of a symmetric answer distribution; the middle one for two categories."""
    if categories == 2:
        return np.zeros(1)
    return np.linspace(-OUTERMOST, OUTERMOST, categories - 1)


def answer(latent: Array, thresholds: Array, codes: Array) -> Array:
    """The code of the category in which each latent answer falls.

    Parameters
    ----------
    latent : (n,) float array
    thresholds : (c - 1,) float array
        Ascending.
    codes : (c,) float array
        Ascending.
    """
    return codes[np.searchsorted(thresholds, latent, side="left")]


def draw_answers(
    model: FactorModel,
    recipe: Recipe,
    instrument: Instrument,
    thresholds: Mapping[str, Array],
    scores: Array,
    purpose: tuple[str, ...],
) -> Array:
    """Codes of every rated item at one occasion, complete and attentive.

    Parameters
    ----------
    scores : (n, f) float array
        Factor scores at that occasion.
    purpose : tuple of str
        The occasion, and which attempt if not the first: what sets these draws apart from all others.

    Returns
    -------
    (n, k) float array
        Columns as in ``model.items``.
    """
    unique = stream(recipe.seed, "unique", *purpose).standard_normal((len(scores), len(model.items)))
    codes = np.empty_like(unique)
    for k, item in enumerate(model.items):
        loading = model.loading[k]
        common = scores[:, model.factor_of[k]] if model.factor_of[k] >= 0 else 0.0
        latent = loading * common + np.sqrt(1 - loading**2) * unique[:, k]
        codes[:, k] = answer(latent, thresholds[item], ascending_codes(instrument, item))
    return codes


def ascending_codes(instrument: Instrument, item: str) -> Array:
    """The declared codes of an item's format, lowest first."""
    return np.sort(np.array(instrument.format_of(item).codes, dtype=float))


def expected_code(signal: Array, unique_sd: float, thresholds: Array, codes: Array, power: int = 1) -> Array:
    """Expected code (to a power) given the signal: c₁ + Σ (cⱼ₊₁ − cⱼ) Φ((signal − τⱼ)/unique_sd).

    Parameters
    ----------
    signal : float array of any shape
        The known part of the latent answer.
    unique_sd : float
        Standard deviation of the unknown, normal rest.
    """
    raised = codes**power
    passed = ndtr((signal[..., None] - thresholds) / unique_sd)
    expected: Array = raised[0] + passed @ np.diff(raised)
    return expected
