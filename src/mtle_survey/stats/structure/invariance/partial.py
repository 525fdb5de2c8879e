"""Partial invariance: which items differ, and what they add to raw change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.invariance.latent import item_bias, latent_means
from mtle_survey.stats.structure.invariance.model import Design, Freed
from mtle_survey.stats.structure.invariance.step import Difference, Fit, Fitted

LAST = "scalar"
FEWEST_INVARIANT = 2
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedItem:
    """An item that was set free.

    Attributes
    ----------
    item : int
        Its position.
    level : str
        The level that it broke; it is free in what this level and those above it equate.
    test : Estimate
        Scaled difference from the model before.
    p_adjusted : float
        Its p-value times the number of candidates (Holm's first step).
    """

    item: int
    level: str
    test: Estimate
    p_adjusted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialInvariance:
    """Invariance up to the scalar level after freeing the items that break it.

    Attributes
    ----------
    freed : tuple of FreedItem
        In the order in which they were freed; empty when none had to be.
    exhausted : bool
        Whether freeing stopped because every further item is needed to link the occasions, although the
        next one still differed.
    against_looser : dict of str to Estimate
        By level, test of the partial model against the partial model of the level before.
    latent_means : tuple of tuples of Estimate
        With the freed items; one tuple for each occasion.
    latent_means_full : tuple of tuples of Estimate
        With all items equal, for comparison; empty when that model has no admissible solution.
    item_bias : (occasions, p) float array
        Raw points that differing measurement adds to each item's mean: 0 for invariant continuous items,
        near 0 for invariant ordered ones, whose residual variances may differ.
    fitted : Fitted
        The partial model.
    """

    freed: tuple[FreedItem, ...]
    exhausted: bool
    against_looser: dict[str, Estimate]
    latent_means: tuple[tuple[Estimate, ...], ...]
    latent_means_full: tuple[tuple[Estimate, ...], ...]
    item_bias: Array
    fitted: Fitted

    @property
    def holds(self) -> bool:
        """Whether no level is still rejected once the items found are free."""
        return not self.exhausted and all(
            not (test.available and test.p_value < SIGNIFICANCE) for test in self.against_looser.values()
        )

    def scale_bias(self, items: tuple[int, ...]) -> Array:
        """(occasions,) raw points that non-invariance adds to the mean score of some items."""
        return np.asarray(self.item_bias[:, list(items)].mean(axis=1))


def partial_invariance(
    design: Design,
    fit: Fit,
    difference: Difference,
    full: Mapping[str, Fitted],
    values: tuple[Array, ...],
    n: int,
    method: str,
) -> PartialInvariance | None:
    """Level by level, free one item after another while the level is rejected.

    Parameters
    ----------
    design : Design
        What is compared.
    fit, difference : callable
        Of the ladder.
    full : mapping of level to Fitted
        The models with all items equal; configural admissible.
    values : tuple of p float arrays
        Raw code of each category of ordered items; empty for continuous items.
    n : int
        Respondents.
    method : str
        Name of the estimator.

    Returns
    -------
    PartialInvariance or None
        At least two items of every factor stay invariant. None where a level has no admissible solution.

    Notes
    -----
    A level that the scaled difference test does not reject at .05 frees nothing. Of a rejected level the item
    whose freedom lowers chi-square most is freed if its own difference test rejects at .05 after Holm's
    correction for the items it was chosen from, and the level is tested again.

    References
    ----------
    Byrne, B. M., Shavelson, R. J., & Muthén, B. (1989). Testing for the equivalence of factor covariance
    and mean structures: The issue of partial measurement invariance. Psychological Bulletin, 105,
    456-466. https://doi.org/10.1037/0033-2909.105.3.456
    """
    looser, found = full["configural"], _Search(freed=(), exhausted=False, fitted=full["configural"])
    tests: dict[str, Estimate] = {}
    for level in design.levels[1 : design.levels.index(LAST) + 1]:
        at_level = full[level] if not found.freed else fit(level, _free(found.freed), True)
        if at_level.unavailable:
            return None
        found = _search(design, fit, difference, level, replace(found, fitted=at_level), looser)
        tests[level] = difference(found.fitted, looser)
        looser = found.fitted
    scalar = full[LAST]
    return PartialInvariance(
        freed=found.freed,
        exhausted=found.exhausted,
        against_looser=tests,
        latent_means=latent_means(design, found.fitted, n, method),
        latent_means_full=() if scalar.unavailable else latent_means(design, scalar, n, method),
        item_bias=item_bias(design, found.fitted, values),
        fitted=found.fitted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """How far the search has come."""

    freed: tuple[FreedItem, ...]
    exhausted: bool
    fitted: Fitted


def _search(
    design: Design, fit: Fit, difference: Difference, level: str, found: _Search, looser: Fitted
) -> _Search:
    """Free items at one level until it is no longer rejected or no single item is to blame."""
    while _rejects(difference(found.fitted, looser)):
        taken = {freed.item for freed in found.freed}
        open_items = [item for item in range(design.structure.n_items) if item not in taken]
        best = _best(fit, level, _free(found.freed), open_items)
        if best is None:
            return found
        item, candidate = best
        test = difference(found.fitted, candidate)
        p_adjusted = min(1.0, test.p_value * len(open_items))
        if not test.available or p_adjusted >= SIGNIFICANCE:
            return found
        if not _spare(design, taken | {item}):
            return replace(found, exhausted=True)
        step = FreedItem(item=item, level=level, test=test, p_adjusted=p_adjusted)
        found = replace(found, freed=(*found.freed, step), fitted=candidate)
    return found


def _rejects(test: Estimate) -> bool:
    return test.available and test.p_value < SIGNIFICANCE


def _free(freed: tuple[FreedItem, ...]) -> Freed:
    return frozenset((step.level, step.item) for step in freed)


def _best(fit: Fit, level: str, freed: Freed, open_items: list[int]) -> tuple[int, Fitted] | None:
    """The item whose freedom lowers chi-square most, with its model."""
    candidates = [(item, fit(level, freed | {(level, item)}, False)) for item in open_items]
    proper = [(item, fitted.chi2) for item, fitted in candidates if not fitted.unavailable]
    if not proper:
        return None
    best = min(proper, key=lambda candidate: candidate[1])[0]
    return best, fit(level, freed | {(level, best)}, True)


def _spare(design: Design, taken: set[int]) -> bool:
    """Whether every factor keeps enough invariant items."""
    return all(len(set(items) - taken) >= FEWEST_INVARIANT for items in design.structure.factors)
