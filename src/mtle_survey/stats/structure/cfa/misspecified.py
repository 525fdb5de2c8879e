"""Populations that differ from a fitted structure by what it most likely overlooks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.standardised import Standardised
from mtle_survey.stats.structure.cfa.structure import FactorStructure

RESIDUAL_CORRELATION = 0.30
MARGIN = 0.95  # an overlooked loading stays this far within what leaves its item a residual variance
LEVELS_OF_ONE_FACTOR = 3
FEWEST_ITEMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Misspecification:
    """A population and what the fitted structure overlooks in it.

    Attributes
    ----------
    level : int
        0 for the structure itself, then rising.
    cross_loadings : tuple of (int, int)
        Items that also load on a factor, by position.
    residuals : tuple of (int, int)
        Pairs of items whose residuals correlate, by position.
    correlation : (p, p) float array
        Correlations of the items.
    """

    level: int
    cross_loadings: tuple[tuple[int, int], ...]
    residuals: tuple[tuple[int, int], ...]
    correlation: Array


def misspecifications(structure: FactorStructure, solution: Standardised) -> tuple[Misspecification, ...]:
    """The structure's own population, then ever more misspecified ones.

    Parameters
    ----------
    structure : FactorStructure
        Without a general factor of all items.
    solution : Standardised
        Its fitted, completely standardised parameters.

    Returns
    -------
    tuple of Misspecification
        One factor: residual correlations of .30 between neighbours among a third, two thirds and all of the
        items. Several factors: one overlooked cross-loading more at each of factors - 1 levels, each of the
        weakest item of another factor, on the most reliable factor (coefficient H) that it does not belong
        to, as large as its own loading where the item's variance allows.

    References
    ----------
    McNeish, D., & Wolf, M. G. (2023). Dynamic fit index cutoffs for confirmatory factor analysis models.
    Psychological Methods, 28, 61-88. https://doi.org/10.1037/met0000425
    McNeish, D., & Wolf, M. G. (2023). Dynamic fit index cutoffs for one-factor models. Behavior Research
    Methods, 55, 1157-1174. https://doi.org/10.3758/s13428-022-01847-y
    """
    residual = solution.residual_correlation.copy()
    np.fill_diagonal(residual, 1.0)
    phi = solution.factor_correlation
    truth = Misspecification(
        level=0, cross_loadings=(), residuals=(), correlation=_implied(solution.loading, phi, residual)
    )
    if len(structure.factors) == 1:
        return (truth, *_correlated_residuals(solution.loading, phi, residual))
    return (truth, *_cross_loadings(structure, solution.loading, phi, residual))


def _implied(loading: Array, phi: Array, residual_correlation: Array) -> Array:
    common = loading @ phi @ loading.T
    unexplained = np.sqrt(np.maximum(1.0 - np.diag(common), 0.0))
    result = common + residual_correlation * np.outer(unexplained, unexplained)
    np.fill_diagonal(result, 1.0)
    return np.asarray(result)


def _correlated_residuals(loading: Array, phi: Array, residual: Array) -> list[Misspecification]:
    p = loading.shape[0]
    found: list[Misspecification] = []
    for level in range(1, LEVELS_OF_ONE_FACTOR + 1):
        pairs = [(2 * k, 2 * k + 1) for k in range(round(p * level / LEVELS_OF_ONE_FACTOR) // 2)]
        if not pairs or (found and len(pairs) == len(found[-1].residuals)):
            continue
        larger = residual.copy()
        for i, j in pairs:
            larger[i, j] = larger[j, i] = RESIDUAL_CORRELATION
        found.append(
            Misspecification(
                level=len(found) + 1,
                cross_loadings=(),
                residuals=tuple(pairs),
                correlation=_implied(loading, phi, larger),
            )
        )
    return found


def _cross_loadings(
    structure: FactorStructure, loading: Array, phi: Array, residual: Array
) -> list[Misspecification]:
    m = len(structure.factors)
    crossed = loading.copy()
    overlooked: list[tuple[int, int]] = []
    found: list[Misspecification] = []
    for level, (item, own) in enumerate(_weakest(structure, loading)[: m - 1], start=1):
        other = _most_reliable(loading, own, m)
        between = phi[own, other]
        square = float(loading[item, own] ** 2)
        most = MARGIN * (np.sqrt(square * between**2 + 1.0 - square) - abs(loading[item, own] * between))
        sign = np.sign(loading[item, own]) * (np.sign(between) or 1.0)
        crossed[item, other] = sign * min(abs(loading[item, own]), most)
        overlooked.append((item, other))
        found.append(
            Misspecification(
                level=level,
                cross_loadings=tuple(overlooked),
                residuals=(),
                correlation=_implied(crossed, phi, residual),
            )
        )
    return found


def _weakest(structure: FactorStructure, loading: Array) -> list[tuple[int, int]]:
    """The weakest item of each factor that can spare one, weakest first, with its factor."""
    alone = (loading != 0).sum(axis=1) == 1
    spare = [k for k, items in enumerate(structure.factors) if len(items) >= FEWEST_ITEMS]
    found = []
    for factor in spare or range(len(structure.factors)):
        items = [i for i in structure.factors[factor] if alone[i]]
        if items:
            item = min(items, key=lambda i: abs(float(loading[i, factor])))
            found.append((item, factor))
    return sorted(found, key=lambda entry: abs(float(loading[entry])))


def _most_reliable(loading: Array, own: int, m: int) -> int:
    """The other factor with the largest coefficient H."""
    squares = np.minimum(loading[:, :m] ** 2, 0.999)
    information = (squares / (1.0 - squares)).sum(axis=0)
    return max((k for k in range(m) if k != own), key=lambda k: float(information[k]))
