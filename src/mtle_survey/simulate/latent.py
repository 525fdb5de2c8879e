"""The factor structure behind the answers, and respondents' factor scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.streams import stream
from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorModel:
    """The declared factors, correlated, and what each item measures.

    Attributes
    ----------
    factors : tuple of str
        Those of the declared structure, else the ids of scales that have items of their own.
    items : tuple of str
        Rated items, in the instrument's order.
    factor_of : (k,) int array
        Index of each item's factor; -1 for an item of none, which measures nothing.
    loading : (k,) float array
        Of the item as it is written: negative if it is reverse-keyed, 0 if it has no factor.
    correlation : (f, f) float array
        Factor correlations.
    means : mapping of occasion to (f,) float array
        Latent means in baseline standard deviations.
    dose_slopes : mapping of occasion to (f,) float array
        Latent growth per standard deviation of dose.
    between_waves : float
        Correlation of the same factor at two occasions, dose apart.
    site_share : float
    """

    factors: tuple[str, ...]
    items: tuple[str, ...]
    factor_of: NDArray[np.int64]
    loading: Array
    correlation: Array
    means: Mapping[str, Array]
    dose_slopes: Mapping[str, Array]
    between_waves: float
    site_share: float

    def covariance(self, first: str, second: str) -> Array:
        """Covariances of the factors at two occasions (or of one with itself), dose included."""
        share = 1.0 if first == second else self.between_waves
        dose: Array = np.outer(self.dose_slopes[first], self.dose_slopes[second])
        return share * self.correlation + dose


def factor_model(instrument: Instrument, recipe: Recipe, occasions: Sequence[str]) -> FactorModel:
    """Derive the factor model from the declared structure and scales.

    An item that several factors list belongs to the first of them. It is reverse-keyed if the first
    scale that lists it says so.
    """
    declared = _declared_factors(instrument)
    factors = tuple(declared)
    items = instrument.rated_items
    place = {item: k for k, item in enumerate(items)}
    factor_of = np.full(len(items), -1, dtype=np.int64)
    loading = np.zeros(len(items))
    for f, members in enumerate(declared.values()):
        for item in members:
            if item in place and factor_of[place[item]] < 0:
                factor_of[place[item]] = f
                loading[place[item]] = _sign(instrument, item) * recipe.loadings.get(item, recipe.loading)
    means, slopes = _growth(recipe, factors, _outcomes(instrument, factors), occasions)
    return FactorModel(
        factors=factors,
        items=items,
        factor_of=factor_of,
        loading=loading,
        correlation=_correlation(recipe, factors),
        means=means,
        dose_slopes=slopes,
        between_waves=recipe.site_share + (1 - recipe.site_share) * recipe.stability,
        site_share=recipe.site_share,
    )


def _declared_factors(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    if instrument.structure is not None and instrument.structure.factors:
        return instrument.structure.factors
    return {scale.id: scale.items for scale in instrument.scales if scale.items}


def _sign(instrument: Instrument, item: str) -> float:
    owner = next((scale for scale in instrument.scales if item in scale.items), None)
    return -1.0 if owner is not None and item in owner.reverse_keyed else 1.0


def _outcomes(instrument: Instrument, factors: Sequence[str]) -> Array:
    """1 for factors that growth moves: those that are no scale of another kind."""
    return np.array(
        [f not in instrument.scale or instrument.scale[f].kind == "outcome" for f in factors], float
    )


def draw_factor_scores(
    model: FactorModel, recipe: Recipe, sites: NDArray[np.int64], dose: Array
) -> Mapping[str, Array]:
    """Factor scores of every respondent at every occasion, whether or not they will answer.

    Parameters
    ----------
    model : FactorModel
    recipe : Recipe
    sites : (n,) int array
        Index of each respondent's site.
    dose : (n,) float array
        In standard deviations.

    Returns
    -------
    mapping of occasion to (n, f) float array
    """
    root = np.linalg.cholesky(model.correlation) if model.factors else np.zeros((0, 0))

    def correlated(rows: int, *purpose: str) -> Array:
        return stream(recipe.seed, *purpose).standard_normal((rows, len(model.factors))) @ root.T

    within = 1 - recipe.site_share
    between = np.sqrt(recipe.site_share) * correlated(recipe.sites, "site")[sites]
    lasting = np.sqrt(within * recipe.stability) * correlated(len(sites), "lasting")
    return {
        occasion: between
        + lasting
        + np.sqrt(within * (1 - recipe.stability)) * correlated(len(sites), "passing", occasion)
        + mean
        + dose[:, None] * model.dose_slopes[occasion]
        for occasion, mean in model.means.items()
    }


def _growth(
    recipe: Recipe, factors: Sequence[str], outcome: Array, occasions: Sequence[str]
) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    waves = [plan.wave for plan in recipe.waves]
    unknown = sorted(set(recipe.wave_means) - set(occasions))
    if unknown:
        raise UsageError(f"wave_means names {unknown[0]!r}, which is no wave or occasion of this simulation")
    means: dict[str, Array] = {}
    for occasion in occasions:
        along = waves.index(occasion) / max(len(waves) - 1, 1) if occasion in waves else 0.0
        mean = recipe.growth * along * outcome
        for factor, value in recipe.wave_means.get(occasion, {}).items():
            if factor not in factors:
                raise UsageError(f"wave_means names {factor!r}, which is no factor")
            mean[factors.index(factor)] = value
        means[occasion] = mean
    slopes = {o: recipe.dose_growth * (mean if o in waves else 0 * mean) for o, mean in means.items()}
    return means, slopes


def _correlation(recipe: Recipe, factors: Sequence[str]) -> Array:
    matrix = np.full((len(factors), len(factors)), recipe.factor_correlation)
    np.fill_diagonal(matrix, 1.0)
    for first, second, value in recipe.factor_correlations:
        if first not in factors or second not in factors:
            raise UsageError(f"factor_correlations names {first!r} and {second!r}; one is no factor")
        i, j = factors.index(first), factors.index(second)
        matrix[i, j] = matrix[j, i] = value
    if len(factors) and np.linalg.eigvalsh(matrix)[0] <= 1e-8:
        raise UsageError(
            "these factor correlations cannot hold at once: their matrix is not positive definite"
        )
    return matrix
