"""Modification indices: what freeing one more parameter would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.build import with_candidates
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.model import Model

UNIDENTIFIED = 1e-5  # information left for a candidate, below which it cannot be estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class ModificationIndex:
    """One parameter that the model fixes at zero.

    Attributes
    ----------
    kind : {"loading", "residual"}
        A loading of ``item`` on factor ``other``, or a residual covariance of two items.
    item, other : int
        Positions.
    index : float
        Expected fall of chi-square (one degree of freedom), not adjusted for non-normality.
    expected_change : float
        Expected parameter change.
    standardised_change : float
        The same with items and factors at unit variance (residuals: as a residual correlation).
    """

    kind: str
    item: int
    other: int
    index: float
    expected_change: float
    standardised_change: float


def modification_indices(
    model: Model,
    theta: Array,
    multiplier: float,
    first_order: int,
    gradient_at: Callable[[Model, Array], tuple[float, Array]],
    information_at: Callable[[Model, Array, int], tuple[Array, Array]],
    ordinal: bool,
) -> tuple[ModificationIndex, ...]:
    """Score tests of all cross-loadings and residual covariances, largest first.

    Parameters
    ----------
    model : Model
        A fitted single-group model.
    theta : (q,) float array
        Its estimates.
    multiplier : float
        What turns the objective into a test statistic: respondents, or one less for least squares.
    first_order : int
        Factors whose cross-loadings are considered: the first so many.
    gradient_at, information_at : callable
        Objective with gradient of any model at parameter values; and, of all its parameters (Q,) with the
        first q, (Q, q) information and the (Q,) diagonal of it.
    ordinal : bool
        Whether residual variances are what loadings leave of 1.

    Returns
    -------
    tuple of ModificationIndex
        Candidates that the data cannot identify are left out.

    References
    ----------
    Sörbom, D. (1989). Model modification. Psychometrika, 54, 371-384. https://doi.org/10.1007/BF02294623
    """
    (group,) = model.groups
    p = group.residual.index.shape[0]
    pairs = [(i, j) for i, j in combinations(range(p), 2) if group.residual.index[i, j] < 0]
    larger, old = with_candidates(model, pairs)
    at = np.zeros(larger.n_parameters)
    at[:old] = theta
    gradient = gradient_at(larger, at)[1][old:]
    information, diagonal = information_at(larger, at, old)
    inner, across = information[:old], information[old:]
    left = diagonal[old:] - (across * np.linalg.solve(inner, across.T).T).sum(axis=1)
    candidates = [
        ("loading", int(i), int(j)) for i, j in zip(*np.nonzero(group.loading.index < 0), strict=True)
    ]
    candidates += [("residual", i, j) for i, j in pairs]
    state = implied(group, theta)
    item = np.ones(p) if ordinal else np.sqrt(np.diag(state.covariance))
    unexplained = 1.0 - np.diag(state.covariance) if ordinal else np.diag(state.residual)
    factor = np.sqrt(np.diag(state.factor_covariance))
    result = []
    for (kind, i, j), slope, rest in zip(candidates, gradient, left, strict=True):
        if rest < UNIDENTIFIED or (kind == "loading" and j >= first_order):
            continue
        change = -slope / rest
        scale = (
            factor[j] / item[i] if kind == "loading" else 1.0 / np.sqrt(abs(unexplained[i] * unexplained[j]))
        )
        result.append(
            ModificationIndex(
                kind=kind,
                item=i,
                other=j,
                index=float(multiplier * slope * slope / rest),
                expected_change=float(change),
                standardised_change=float(change * scale),
            )
        )
    return tuple(sorted(result, key=lambda candidate: -candidate.index))
