"""The correlations that are factored: which kind, from whom, and what it took to make them usable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.saturated import saturated
from mtle_survey.stats.structure.correlation.pearson import correlation_of, pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.correlation.smoothing import Smoothed, smooth

CONSTANT = "an item was answered alike by everyone, so nothing correlates with it"
MISSING = ("listwise", "pairwise", "fiml")
LARGEST_SMOOTHING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCorrelations:
    """Correlations ready to be factored.

    Attributes
    ----------
    kind : {"pearson", "polychoric"}
    missing : {"listwise", "pairwise", "fiml"}
        Complete respondents; everyone who answered both items of a pair; everyone, by maximum likelihood.
    R : (p, p) float array
        nan where there are none.
    n : int
        Respondents behind them: complete ones, those of the smallest pair, or everyone who answered.
    smoothed : Smoothed or None
        What made the matrix positive definite; None where there is no matrix.
    empty_cells, tables, at_limit : int
        Of polychoric correlations: empty cells of all pairs' tables, how many tables there are, and
        correlations at the limit of what is estimated.
    unusable : str
        Why they cannot be factored; empty where they can.
    """

    kind: str
    missing: str
    R: Array
    n: int
    smoothed: Smoothed | None
    empty_cells: int
    tables: int
    at_limit: int
    unusable: str


def item_correlations(complete: Array, everyone: Array, kind: str, missing: str) -> ItemCorrelations:
    """Correlate items.

    Parameters
    ----------
    complete : (n, p) float array
        Answers of those who answered everything.
    everyone : (m, p) float array
        Answers of those who answered anything; nan where missing.
    kind : {"pearson", "polychoric"}
    missing : {"listwise", "pairwise", "fiml"}
        ``fiml`` is for Pearson correlations.

    Raises
    ------
    ValueError
        Maximum likelihood of polychoric correlations, which is not offered.
    """
    if missing not in MISSING or (missing == "fiml" and kind == "polychoric"):
        raise ValueError(f"{kind} correlations cannot be computed by {missing}")
    used = complete if missing == "listwise" else everyone
    n, p = used.shape
    reason = _unusable(used, p)
    if reason:
        return no_correlations(kind, missing, n, p, reason)
    empty = limit = 0
    if kind == "polychoric":
        found = polychoric(used)
        R, n = found.R, int(found.n_pairs.min())
        upper = np.triu_indices(p, 1)
        empty, limit = int(found.zero_cells[upper].sum()), int(found.boundary[upper].sum())
    elif missing == "fiml":
        moments = saturated(normal_data(used, listwise=False))
        R = correlation_of(moments.covariance)
        if not moments.converged:
            return no_correlations(
                kind, missing, n, p, "the likelihood of the incomplete answers has no maximum"
            )
    else:
        pairs = pearson(used, missing)
        R, n = pairs.R, int(pairs.n_pairs.min())
    return made_usable(R, n, kind, missing, empty, limit)


def made_usable(
    R: Array, n: int, kind: str, missing: str = "listwise", empty_cells: int = 0, at_limit: int = 0
) -> ItemCorrelations:
    """Correlations that were computed, smoothed where they need it, or the reason why they cannot be used."""
    p = R.shape[0]
    if not np.isfinite(R).all():
        return no_correlations(kind, missing, n, p, "some pairs of items have no correlation")
    smoothed = smooth(R)
    reason = ""
    if n <= p:
        reason = (
            f"{counted(n, 'respondent')} for {p} items; correlations of all items need more people than items"
        )
    elif smoothed.largest_change > LARGEST_SMOOTHING:
        reason = (
            "the correlations contradict one another: making them consistent moves one by "
            f"{smoothed.largest_change:.2f}, more than {LARGEST_SMOOTHING}"
        )
    return ItemCorrelations(
        kind=kind,
        missing=missing,
        R=smoothed.R,
        n=n,
        smoothed=smoothed,
        empty_cells=empty_cells,
        tables=p * (p - 1) // 2,
        at_limit=at_limit,
        unusable=reason,
    )


def _unusable(used: Array, p: int) -> str:
    if used.shape[0] < 2:
        return f"{counted(used.shape[0], 'complete respondent')}"
    low, high = np.nanmin(used, axis=0), np.nanmax(used, axis=0)
    return CONSTANT if p and (low == high).any() else ""


def no_correlations(kind: str, missing: str, n: int, p: int, reason: str) -> ItemCorrelations:
    """Why there are no correlations."""
    return ItemCorrelations(
        kind=kind,
        missing=missing,
        R=np.full((p, p), np.nan),
        n=n,
        smoothed=None,
        empty_cells=0,
        tables=p * (p - 1) // 2,
        at_limit=0,
        unusable=reason,
    )
