"""Parallel analysis by permutation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import CategoryCodes, category_codes, cross_tables
from mtle_survey.stats.structure.correlation.pair_likelihood import fit_pairs
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import (
    pearson_of_tables,
    polychoric_from_tables,
)
from mtle_survey.stats.structure.correlation.thresholds import category_limits, thresholds

PERMUTATIONS = 1000
BATCH = 25  # permuted samples handled together
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
    n, p = complete.shape
    reason = _refused(complete)
    if reason:
        lost = np.full(p, np.nan)
        return ParallelAnalysis(
            observed=lost, mean=lost, percentile=lost, level=level, n_factors=-1, n_factors_mean=-1, n=n,
            permutations=0, correlation=correlation, unavailable=reason,
        )  # fmt: skip
    rng = np.random.default_rng(seed)
    if correlation == "pearson":
        observed = _falling(pearson(complete).R)
        reference = _permuted_pearson(complete, permutations, rng)
    else:
        coded = category_codes(complete)
        observed = _falling(polychoric_from_tables(cross_tables(coded)).R)
        reference = _permuted_polychoric(coded, permutations, rng)
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


def _refused(complete: Array) -> str:
    n, p = complete.shape
    if n < 3 or p < 3:
        return f"{n} complete respondents and {p} items; at least 3 of each are needed"
    if (complete == complete[0]).all(axis=0).any():
        return "an item has no variance among the complete respondents"
    return ""


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
