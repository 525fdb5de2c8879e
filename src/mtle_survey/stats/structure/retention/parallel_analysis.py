"""Parallel analysis by permutation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.structure.correlation.cross_tables import CategoryCodes, category_codes, cross_tables
from mtle_survey.stats.structure.correlation.distribution import (
    Distribution,
    answers_in_order,
    distributions,
)
from mtle_survey.stats.structure.correlation.pair_likelihood import fit_pairs
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import (
    pearson_of_tables,
    polychoric,
)
from mtle_survey.stats.structure.correlation.thresholds import category_limits, thresholds

PERMUTATIONS = 1000
BATCH = 25  # permuted samples handled together
PERMUTED_UP_TO = 20_000  # beyond, permuted correlations are drawn from their normal limit
ENOUGH = 1e-3  # last Newton step of a permuted correlation; what it leaves is of the order of its square
KINDS = ("pearson", "polychoric")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelAnalysis:
    """Observed eigenvalues beside those of unrelated items with the same answers.

    Attributes
    ----------
    observed : (p,) float array
        Falling eigenvalues of the correlation matrix.
    mean, percentile : (p,) float arrays
        Mean and percentile of the eigenvalues after permutation.
    level : float
        Which percentile, as a share.
    n_factors : int
        Leading eigenvalues above the percentile, up to the first that is not; may be 0.
    n_factors_mean : int
        The same against the mean, which retains too many.
    n : int
        Complete respondents.
    permutations : int
        Permuted samples.
    correlation : str
        ``pearson`` or ``polychoric``; the same for observed and permuted samples.
    unavailable : str
        Why there is no answer; arrays are then nan and counts -1.
    """

    observed: Array
    mean: Array
    percentile: Array
    level: float
    n_factors: int
    n_factors_mean: int
    n: int
    permutations: int
    correlation: str
    unavailable: str = ""


def parallel_analysis(
    x: ArrayLike,
    correlation: str = "pearson",
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    level: float = 0.95,
) -> ParallelAnalysis:
    """Horn's parallel analysis against column-permuted responses.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing; incomplete respondents are left out.
    correlation : {"pearson", "polychoric"}
        The kind of correlation, computed in the same way for observed and permuted responses.
    permutations : int
        How many permuted samples.
    seed : int
        Of the permutations.
    level : float in (0, 1)
        Percentile of the permuted eigenvalues that an observed one must exceed.

    Returns
    -------
    ParallelAnalysis
        Counts from 0 to p.

    Not available when
    ------------------
    Fewer than three complete respondents or items, or an item without variance among them.

    Notes
    -----
    Permuting each column keeps every item's distribution, so that rounding, skewness and ceilings enter
    the reference as they enter the data. Eigenvalues are those of principal components.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis. Psychometrika,
    30, 179-185. https://doi.org/10.1007/BF02289447
    Buja, A., & Eyuboglu, N. (1992). Remarks on parallel analysis. Multivariate Behavioral Research, 27,
    509-540. https://doi.org/10.1207/s15327906mbr2704_2
    """
    if correlation not in KINDS:
        raise ValueError(f"correlation must be one of {', '.join(KINDS)}")
    data = np.asarray(x, dtype=float)
    complete = data[~np.isnan(data).any(axis=1)]
    R = np.full((complete.shape[1],) * 2, np.nan)
    if not _refused(complete.shape[0], answers := distributions(complete)):
        R = polychoric(complete).R if correlation == "polychoric" else pearson(complete).R
    return parallel_analysis_of(
        R, complete.shape[0], answers, correlation, permutations=permutations, seed=seed, level=level
    )


def parallel_analysis_of(
    R: Array,
    n: int,
    answers: Sequence[Distribution] | None,
    correlation: str = "pearson",
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    level: float = 0.95,
) -> ParallelAnalysis:
    """Parallel analysis from a correlation matrix and how often each answer was given.

    Permuting an item's answers needs no more than how many gave each of them.

    Parameters
    ----------
    R : (p, p) float array
        The observed correlations.
    n : int
        Complete respondents.
    answers : sequence of p Distribution or None
        The answers to each item among them; where they are not known, Pearson correlations are compared
        with draws from the normal limit of permuted ones, as they are beyond ``PERMUTED_UP_TO``.
    correlation, permutations, seed, level
        As in :func:`parallel_analysis`.
    """
    check_level(level)
    if answers is None and correlation != "pearson":
        raise ValueError("polychoric correlations of permuted answers need the answers")
    reason = "" if answers is None else _refused(n, answers)
    if reason:
        lost = np.full(len(answers or ()), np.nan)
        return ParallelAnalysis(
            observed=lost,
            mean=lost,
            percentile=lost,
            level=level,
            n_factors=-1,
            n_factors_mean=-1,
            n=n,
            permutations=0,
            correlation=correlation,
            unavailable=reason,
        )
    rng = np.random.default_rng(seed)
    observed = _falling(R)
    if answers is None or n > PERMUTED_UP_TO:
        own = None if correlation == "pearson" else answers
        reference = _in_the_limit(n, R.shape[0], own, permutations, rng)
    elif correlation == "pearson":
        reference = _permuted_pearson(answers_in_order(answers), permutations, rng)
    else:
        reference = _permuted_polychoric(category_codes(answers_in_order(answers)), permutations, rng)
    mean, percentile = reference.mean(axis=0), np.quantile(reference, level, axis=0)
    return ParallelAnalysis(
        observed=observed,
        mean=mean,
        percentile=percentile,
        level=level,
        n_factors=leading(observed > percentile),
        n_factors_mean=leading(observed > mean),
        n=n,
        permutations=permutations,
        correlation=correlation,
    )


def leading(above: ArrayLike) -> int:
    """How many entries are true before the first that is not."""
    passed = np.asarray(above, dtype=bool)
    return int(passed.size if passed.all() else np.argmin(passed))


def _refused(n: int, answers: Sequence[Distribution]) -> str:
    if n < 3 or len(answers) < 3:
        people, items = counted(n, "complete respondent"), counted(len(answers), "item")
        return f"{people} and {items}; at least 3 of each are needed"
    if any(item.values.size < 2 for item in answers):
        return "an item has no variance among the complete respondents"
    return ""


def _in_the_limit(
    n: int, p: int, answers: Sequence[Distribution] | None, samples: int, rng: np.random.Generator
) -> Array:
    """(samples, p) eigenvalues of unrelated items, their correlations drawn from a normal distribution.

    A permuted Pearson correlation (``answers`` None) has the variance 1 / (n - 1) whatever the answers; a
    polychoric one of unrelated items 1 / (n I J), where I and J say how much of each latent response its
    categories tell.
    """
    first, second = np.triu_indices(p, 1)
    spread: float | Array = 1.0 / np.sqrt(n - 1.0)
    if answers is not None:
        own = np.array([_information(thresholds(item.counts)) for item in answers])
        spread = 1.0 / np.sqrt(n * own[first] * own[second])
    R = np.broadcast_to(np.eye(p), (samples, p, p)).copy()
    R[:, first, second] = R[:, second, first] = spread * rng.standard_normal((samples, first.size))
    return _falling(R)


def _information(cuts: Array) -> float:
    """How much of a latent response its categories tell: sum of (change of density)^2 / share."""
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    density = np.exp(-np.square(edges) / 2.0) / np.sqrt(2.0 * np.pi)
    return float((np.diff(density) ** 2 / np.diff(ndtr(edges))).sum())


def _falling(R: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(R)[..., ::-1])


def _permuted_pearson(complete: Array, permutations: int, rng: np.random.Generator) -> Array:
    """(permutations, p) eigenvalues."""
    z = ((complete - complete.mean(axis=0)) / complete.std(axis=0)).T.copy()
    p, n = z.shape
    R = np.empty((permutations, p, p))
    for b in range(permutations):
        shuffled = rng.permuted(z, axis=1)
        R[b] = shuffled @ shuffled.T / n
    return _falling(R)


def _permuted_polychoric(coded: CategoryCodes, permutations: int, rng: np.random.Generator) -> Array:
    """(permutations, p) eigenvalues; thresholds are the same in every permuted sample."""
    p = coded.codes.shape[1]
    first, second = np.triu_indices(p, 1)
    margins = cross_tables(coded).margins
    limits = category_limits(tuple(thresholds(m) for m in margins), max(m.size for m in margins))
    by_item = coded.codes.T.copy()
    eigenvalues = []
    for start in range(0, permutations, BATCH):
        size = min(BATCH, permutations - start)
        tables = [
            cross_tables(
                CategoryCodes(codes=rng.permuted(by_item, axis=1).T, categories=coded.categories)
            ).counts
            for _ in range(size)
        ]
        counts = np.concatenate(tables)
        fit = fit_pairs(
            counts,
            np.tile(limits[first], (size, 1)),
            np.tile(limits[second], (size, 1)),
            pearson_of_tables(counts),
            ENOUGH,
        )
        R = np.broadcast_to(np.eye(p), (size, p, p)).copy()
        R[:, first, second] = R[:, second, first] = fit.rho.reshape(size, first.size)
        eigenvalues.append(_falling(R))
    return np.concatenate(eigenvalues)
