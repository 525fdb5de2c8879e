"""Bootstrap interval of categorical omega: refits of thresholds, polychoric correlations and the factor."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from mtle_survey.stats.bca import bca_interval
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import complete_matrix
from mtle_survey.stats.reliability.bootstrap import DRAWS_OF_REFITS, too_few_units
from mtle_survey.stats.reliability.omega_categorical import omega_categorical
from mtle_survey.stats.reliability.omega_categorical_items import METHOD, CategoricalModel, categorical_model
from mtle_survey.stats.reliability.one_factor_least_squares import one_factor_least_squares
from mtle_survey.stats.reliability.resampling import cluster_codes
from mtle_survey.stats.resampled_sums import resampled_sums
from mtle_survey.stats.structure.correlation.bivariate_normal import FAR, NEAR_SINGULAR, RULES, TWO_PI
from mtle_survey.stats.structure.correlation.cross_tables import category_codes
from mtle_survey.stats.structure.correlation.pair_likelihood import fit_pairs

# From here on an interval is narrower than what could matter, and takes minutes.
MOST_RESAMPLED = 5_000
PAIRS_AT_ONCE = 20_000
# Refits start from the sample's correlations; a last Newton step this small leaves an error of about its
# square, far below what resampling itself leaves open.
TOLERANCE_OF_REFITS = 5e-3


def omega_categorical_bca(
    x: Array,
    *,
    seed: int,
    draws: int = DRAWS_OF_REFITS,
    level: float = 0.95,
    clusters: ArrayLike | None = None,
) -> Estimate:
    """Categorical omega with a BCa bootstrap interval from refits.

    Every resample has its own thresholds, polychoric correlations and loadings; the weights of the fit stay
    those of the sample, which keeps loadings consistent.

    Parameters
    ----------
    x : (n, k) array of whole numbers
        Response codes; rows are respondents.
    seed, draws : int
        Seed and number of resamples.
    level : float in (0, 1)
        Confidence level.
    clusters : (n,) array_like, optional
        Cluster of each respondent; then whole clusters are resampled.

    Returns
    -------
    Estimate
        As :func:`omega_categorical_of_items`, method ``green_yang/observed/bca`` (``…/bca_cluster``), with an
        interval where resampling gives one and up to 5,000 respondents.

    Not available when
    ------------------
    Categorical omega is not.

    References
    ----------
    Kelley & Pornprasertmanit (2016). Psychological Methods, 21, 69-92. https://doi.org/10.1037/a0040086
    """
    check_level(level)
    method = f"{METHOD}/bca" if clusters is None else f"{METHOD}/bca_cluster"
    model = categorical_model(x)
    if model.unavailable:
        return not_available(model.unavailable, n=model.n, method=method)
    estimate = omega_categorical(model.loadings, model.thresholds, model.polychoric, model.n).with_method(
        method
    )
    units = cluster_codes(clusters, model.n)
    count = int(units.max()) + 1
    if not estimate.available or model.n > MOST_RESAMPLED or too_few_units(count, level):
        return estimate
    refits = _Refits.of(complete_matrix(x), model)
    answers = np.zeros((count, refits.answers.shape[1]))
    np.add.at(answers, units, refits.answers)
    replicates = refits.omegas(resampled_sums(answers, draws, seed))
    left_out = refits.omegas(answers.sum(axis=0) - answers)
    known = left_out[np.isfinite(left_out)]
    influence = known.mean() - known if known.size else np.zeros(1)
    return replace(estimate, interval=bca_interval(estimate.value, replicates, influence, level))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refits:
    """Categorical omega as a function of how often each answer, and each pair of answers, was given.

    ``answers`` holds an indicator of each item's categories and then of each pair's, by respondent; sums of
    its rows over any resample are all that a refit needs.
    """

    answers: Array
    steps: tuple[NDArray[np.int64], ...]  # what each threshold of an item's used categories counts for
    widest: int
    weights: Array
    start: Array
    polychoric: Array

    @classmethod
    def of(cls, matrix: Array, model: CategoricalModel) -> _Refits:
        coded = category_codes(matrix)
        n, k = matrix.shape
        widest = max(used.size for used in coded.categories)
        first, second = np.triu_indices(k, 1)
        cells = np.concatenate(
            [
                np.arange(k) * widest + coded.codes,
                k * widest
                + np.arange(first.size) * widest**2
                + coded.codes[:, first] * widest
                + coded.codes[:, second],
            ],
            axis=1,
        )
        answers = np.zeros((n, k * widest + first.size * widest**2))
        answers[np.arange(n)[:, None], cells] = 1.0
        return cls(
            answers=answers,
            steps=tuple(np.diff(used) for used in coded.categories),
            widest=widest,
            weights=model.weights,
            start=model.loadings,
            polychoric=model.polychoric,
        )

    def omegas(self, counts: Array) -> Array:
        """(B,) omega of each row of counts; nan where it has none."""
        pairs = len(self.steps) * (len(self.steps) - 1) // 2
        together = max(1, PAIRS_AT_ONCE // pairs)
        parts = [self._omegas(counts[i : i + together]) for i in range(0, len(counts), together)]
        return np.concatenate(parts)

    def _omegas(self, counts: Array) -> Array:
        k, widest, draws = len(self.steps), self.widest, len(counts)
        margins = counts[:, : k * widest].reshape(draws, k, widest)
        limits = _limits(margins)
        first, second = np.triu_indices(k, 1)
        rho = fit_pairs(
            counts[:, k * widest :].reshape(-1, widest, widest),
            limits[:, first].reshape(-1, widest + 1),
            limits[:, second].reshape(-1, widest + 1),
            np.tile(self.polychoric[first, second], draws),
            TOLERANCE_OF_REFITS,
        ).rho.reshape(draws, -1)
        R = np.ones((draws, k, k))
        R[:, first, second] = R[:, second, first] = rho
        fitted = one_factor_least_squares(R, self.weights, self.start)
        loadings = fitted.loadings
        proper = fitted.converged & (np.abs(loadings).max(axis=1) < 1.0)
        loadings = np.where(proper[:, None], loadings, 0.0)
        cuts, steps = limits[:, :, 1:widest], self._padded_steps()
        common = summed_covariances(cuts, steps, first, second, loadings[:, first] * loadings[:, second])
        own = summed_covariances(cuts, steps, np.arange(k), np.arange(k), loadings**2)
        observed = summed_covariances(cuts, steps, first, second, rho)
        true = 2.0 * common.sum(axis=1) + own.sum(axis=1)
        total = 2.0 * observed.sum(axis=1) + self._variances(margins).sum(axis=1)
        return np.where(proper, true / total, np.nan)

    def _padded_steps(self) -> Array:
        """(k, C - 1) what each threshold counts for; nothing beyond an item's highest answer."""
        padded = np.zeros((len(self.steps), self.widest - 1))
        for item, steps in enumerate(self.steps):
            padded[item, : steps.size] = steps
        return padded

    def _variances(self, margins: Array) -> Array:
        """(B, k) variances of the items' scores, from how often each answer was given."""
        share = margins / margins.sum(axis=-1, keepdims=True)
        scores = np.concatenate(
            [np.zeros((len(self.steps), 1)), np.cumsum(self._padded_steps(), axis=1)], axis=1
        )
        return np.asarray((share * scores**2).sum(axis=-1) - (share * scores).sum(axis=-1) ** 2)


def summed_covariances(
    cuts: Array, steps: Array, first: NDArray[np.intp], second: NDArray[np.intp], rho: Array
) -> Array:
    """Covariances of item scores from their latent correlations, for many resamples at once.

    Parameters
    ----------
    cuts : (B, k, C - 1) float array
        Thresholds of each item in each resample; may be infinite.
    steps : (k, C - 1) float array
        What each threshold counts for.
    first, second : (P,) int arrays
        The pairs of items.
    rho : (B, P) float array
        Their latent correlations.

    Returns
    -------
    (B, P) float array

    Notes
    -----
    Plackett's integral of the bivariate density over the correlation's arcsine, by 20-point quadrature.
    """
    nodes, weights = RULES[NEAR_SINGULAR]
    bounded = np.clip(cuts, -FAR, FAR)
    a, b = bounded[:, first, :, None], bounded[:, second, None, :]
    product, half_squares = a * b, (a * a + b * b) / 2.0
    counted = steps[first, :, None] * steps[second, None, :]
    half_angle = np.arcsin(rho) / 2.0
    integral = np.zeros(product.shape)
    for node, weight in zip(nodes, weights, strict=True):
        sine = np.sin(half_angle * (1.0 + node))[:, :, None, None]
        integral += weight * np.exp((sine * product - half_squares) / (1.0 - sine * sine))
    return np.asarray((integral * counted).sum(axis=(2, 3)) * half_angle / TWO_PI)


def _limits(margins: Array) -> Array:
    """(B, k, C + 1) category limits; neighbours coincide around a category that nobody chose."""
    total = margins.sum(axis=-1, keepdims=True)
    limits = np.full((*margins.shape[:2], margins.shape[2] + 1), np.inf)
    limits[:, :, 0] = -np.inf
    below = np.cumsum(margins, axis=-1)
    limits[:, :, 1:] = ndtri(np.minimum(below / total, 1.0))
    return limits
