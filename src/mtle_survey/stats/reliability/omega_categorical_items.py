"""Categorical omega from answers: polychoric correlations, one factor, and its bootstrap interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from mtle_survey.stats.bca import bca_interval
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import complete_matrix
from mtle_survey.stats.reliability.bootstrap import DRAWS_OF_REFITS, too_few_units
from mtle_survey.stats.reliability.omega_categorical import omega_categorical
from mtle_survey.stats.reliability.one_factor_least_squares import one_factor_least_squares
from mtle_survey.stats.reliability.resampling import cluster_codes
from mtle_survey.stats.resampled_sums import resampled_sums
from mtle_survey.stats.structure.correlation.choice import FEWEST_RESPONDENTS
from mtle_survey.stats.structure.correlation.cross_tables import MOST_CATEGORIES, category_codes
from mtle_survey.stats.structure.correlation.pair_likelihood import fit_pairs
from mtle_survey.stats.structure.correlation.polychoric import pearson_of_tables, symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments

METHOD = "green_yang/observed"
# From here on an interval is narrower than what could matter, and takes minutes.
MOST_RESAMPLED = 5_000
PAIRS_AT_ONCE = 40_000
TOLERANCE_OF_REFITS = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoricalModel:
    """One factor behind ordered items.

    Attributes
    ----------
    loadings : (k,) float array
        Standardized loadings of the latent responses, by diagonally weighted least squares.
    thresholds : tuple of k float arrays
        One for each step of the scale between the lowest and the highest used code, so that the threshold
        above a skipped code stands twice.
    polychoric : (k, k) float array
        Polychoric correlations.
    weights : (k, k) float array
        One over the sampling variance of each correlation.
    n : int
        Complete respondents.
    unavailable : str
        Why there is no model; arrays are then empty.
    """

    loadings: Array
    thresholds: tuple[Array, ...]
    polychoric: Array
    weights: Array
    n: int
    unavailable: str = ""


def categorical_model(x: Array) -> CategoricalModel:
    """Fit one factor to the polychoric correlations of complete, keyed items.

    Parameters
    ----------
    x : (n, k) array of whole numbers
        Response codes; rows are respondents.

    Returns
    -------
    CategoricalModel

    Not available when
    ------------------
    k < 3, fewer than 100 respondents, codes that are not whole numbers, an item that everyone answered
    alike, or a fit that does not converge.

    Notes
    -----
    Correlations in two steps; weights from their asymptotic variances; as lavaan's DWLS estimator.
    """
    matrix = complete_matrix(x)
    n, k = matrix.shape
    reason = _refused(matrix)
    if reason:
        empty = np.empty(0)
        return CategoricalModel(
            loadings=empty, thresholds=(), polychoric=empty, weights=empty, n=n, unavailable=reason
        )
    moments = ordinal_moments(matrix)
    variances = np.diag(moments.gamma)[moments.n_thresholds :] / n
    weights = 1.0 / symmetric(variances, k, 1.0)
    fitted = one_factor_least_squares(moments.polychoric.R, weights)
    cuts = tuple(
        np.repeat(cut, np.diff(used))
        for cut, used in zip(moments.polychoric.thresholds, moments.polychoric.categories, strict=True)
    )
    return CategoricalModel(
        loadings=fitted.loadings,
        thresholds=cuts,
        polychoric=moments.polychoric.R,
        weights=weights,
        n=n,
        unavailable=""
        if fitted.converged
        else "the one-factor model of the latent responses did not converge",
    )


def omega_categorical_of_items(x: Array) -> Estimate:
    """Categorical omega of complete, keyed items; see :func:`omega_categorical`.

    Parameters
    ----------
    x : (n, k) array of whole numbers
        Response codes; rows are respondents.

    Returns
    -------
    Estimate
        Unit-free. Method ``green_yang/observed``, without an interval.

    Not available when
    ------------------
    There is no :func:`categorical_model`, or it is improper.
    """
    model = categorical_model(x)
    if model.unavailable:
        return not_available(model.unavailable, n=model.n, method=METHOD)
    return omega_categorical(model.loadings, model.thresholds, model.polychoric, model.n)


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


def _refused(matrix: Array) -> str:
    n, k = matrix.shape
    if k < 3:
        return f"categorical omega needs at least 3 items; this scale has {k}"
    if n < FEWEST_RESPONDENTS:
        return f"polychoric correlations need at least {FEWEST_RESPONDENTS} complete respondents"
    if not np.array_equal(matrix, np.rint(matrix)) or np.ptp(matrix, axis=0).max() >= MOST_CATEGORIES:
        return "the answers are not coded as categories with whole numbers"
    constant = int((np.ptp(matrix, axis=0) == 0).sum())
    if constant:
        return f"{constant} of {k} items got the same answer from everyone"
    return ""


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
        tables = counts[:, k * widest :].reshape(-1, widest, widest)
        rho = fit_pairs(
            tables,
            limits[:, first].reshape(-1, widest + 1),
            limits[:, second].reshape(-1, widest + 1),
            pearson_of_tables(tables),
            TOLERANCE_OF_REFITS,
        ).rho.reshape(draws, -1)
        R = np.ones((draws, k, k))
        R[:, first, second] = R[:, second, first] = rho
        fitted = one_factor_least_squares(R, self.weights, self.start)
        values = np.full(draws, np.nan)
        for draw in np.flatnonzero(fitted.converged):
            cuts = tuple(self._cuts(limits[draw]))
            values[draw] = omega_categorical(fitted.loadings[draw], cuts, R[draw], 0).value
        return values

    def _cuts(self, limits: Array) -> Iterator[Array]:
        """Thresholds of one resample; those beyond its lowest and highest answers separate nobody."""
        for item, steps in zip(limits, self.steps, strict=True):
            cuts = np.repeat(item[1 : 1 + steps.size], steps)
            yield cuts[np.isfinite(cuts)]


def _limits(margins: Array) -> Array:
    """(B, k, C + 1) category limits; neighbours coincide around a category that nobody chose."""
    total = margins.sum(axis=-1, keepdims=True)
    limits = np.full((*margins.shape[:2], margins.shape[2] + 1), np.inf)
    limits[:, :, 0] = -np.inf
    below = np.cumsum(margins, axis=-1)
    limits[:, :, 1:] = ndtri(np.minimum(below / total, 1.0))
    return limits
