"""Partial scalar invariance: which items differ, and what they add to raw change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.invariance.latent import item_bias, latent_means
from mtle_survey.stats.structure.invariance.model import Design
from mtle_survey.stats.structure.invariance.step import Difference, Fit, Fitted

LEVEL = "scalar"
FEWEST_INVARIANT = 2
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedItem:
    """An item whose intercept was set free.

    Attributes
    ----------
    item : int
        Its position.
    test : Estimate
        Scaled difference from the model before.
    p_adjusted : float
        Its p-value times the number of candidates (Holm's first step).
    """

    item: int
    test: Estimate
    p_adjusted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialInvariance:
    """Scalar invariance after freeing the items that break it.

    Attributes
    ----------
    freed : tuple of FreedItem
        In the order in which they were freed; empty when none had to be.
    exhausted : bool
        Whether freeing stopped because every further item is needed to link the occasions, although the
        next one still differed.
    against_looser : Estimate
        Test of the partial model against the level before scalar.
    latent_means : tuple of tuples of Estimate
        With the freed items; one tuple for each occasion.
    latent_means_full : tuple of tuples of Estimate
        With all intercepts equal, for comparison.
    item_bias : (occasions, p) float array
        Raw points that differing measurement adds to each item's mean: 0 for invariant continuous items,
        near 0 for invariant ordered ones, whose residual variances may differ.
    fitted : Fitted
        The partial model.
    """

    freed: tuple[FreedItem, ...]
    exhausted: bool
    against_looser: Estimate
    latent_means: tuple[tuple[Estimate, ...], ...]
    latent_means_full: tuple[tuple[Estimate, ...], ...]
    item_bias: Array
    fitted: Fitted

    def scale_bias(self, items: tuple[int, ...]) -> Array:
        """(occasions,) raw points that non-invariance adds to the mean score of some items."""
        return np.asarray(self.item_bias[:, list(items)].mean(axis=1))


def partial_invariance(
    design: Design,
    fit: Fit,
    difference: Difference,
    full: Fitted,
    looser: Fitted,
    values: tuple[Array, ...],
    n: int,
    method: str,
) -> PartialInvariance:
    """Free one intercept after another while the largest difference is significant.

    Parameters
    ----------
    design : Design
        What is compared.
    fit, difference : callable
        Of the ladder.
    full, looser : Fitted
        The scalar model and the level before it, both admissible.
    values : tuple of p float arrays
        Raw code of each category of ordered items; empty for continuous items.
    n : int
        Respondents.
    method : str
        Name of the estimator.

    Returns
    -------
    PartialInvariance
        At least two items of every factor stay invariant.

    References
    ----------
    Byrne, B. M., Shavelson, R. J., & Muthén, B. (1989). Testing for the equivalence of factor covariance
    and mean structures: The issue of partial measurement invariance. Psychological Bulletin, 105,
    456-466. https://doi.org/10.1037/0033-2909.105.3.456
    """
    freed: list[FreedItem] = []
    current, exhausted = full, False
    while True:
        taken = frozenset(step.item for step in freed)
        open_items = [item for item in range(design.structure.n_items) if item not in taken]
        best = _best(fit, taken, open_items)
        if best is None:
            break
        item, candidate = best
        test = difference(current, candidate)
        p_adjusted = min(1.0, test.p_value * len(open_items))
        if not test.available or p_adjusted >= SIGNIFICANCE:
            break
        if not _spare(design, taken | {item}):
            exhausted = True
            break
        freed.append(FreedItem(item=item, test=test, p_adjusted=p_adjusted))
        current = candidate
    return PartialInvariance(
        freed=tuple(freed),
        exhausted=exhausted,
        against_looser=difference(current, looser),
        latent_means=latent_means(design, current, n, method),
        latent_means_full=latent_means(design, full, n, method),
        item_bias=item_bias(design, current, values),
        fitted=current,
    )


def _best(fit: Fit, taken: frozenset[int], open_items: list[int]) -> tuple[int, Fitted] | None:
    """The item whose free intercept lowers chi-square most, with its model."""
    candidates = [(item, fit(LEVEL, taken | {item}, False)) for item in open_items]
    proper = [(item, fitted.chi2) for item, fitted in candidates if not fitted.unavailable]
    if not proper:
        return None
    best = min(proper, key=lambda candidate: candidate[1])[0]
    return best, fit(LEVEL, taken | {best}, True)


def _spare(design: Design, taken: frozenset[int]) -> bool:
    """Whether every factor keeps enough invariant items."""
    return all(len(set(items) - taken) >= FEWEST_INVARIANT for items in design.structure.factors)
