"""Which kind of correlation suits a set of items, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.counting import counted
from mtle_survey.stats.structure.correlation.distribution import Distribution, distributions

FEWEST_RESPONDENTS = 100
SKEWED = 1.0
RARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationChoice:
    """The kind of correlation to factor, with the reason.

    Attributes
    ----------
    kind : {"pearson", "polychoric"}
        The choice.
    reason : str
        Why, in words for a reader.
    """

    kind: str
    reason: str


def choose_correlation(x: ArrayLike) -> CorrelationChoice:
    """Choose between Pearson and polychoric correlations.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Response codes, nan where missing.

    Returns
    -------
    CorrelationChoice
        Polychoric when an item uses four categories or fewer, or five with a skewness beyond 1 in size
        or a category chosen by fewer than 5%; Pearson from six categories on, and always below 100
        complete respondents, where polychoric correlations are too unstable.

    References
    ----------
    Rhemtulla, M., Brosseau-Liard, P. E., & Savalei, V. (2012). When can categorical variables be treated
    as continuous? Psychological Methods, 17, 354-373. https://doi.org/10.1037/a0029315
    """
    data = np.asarray(x, dtype=float)
    complete = data[~np.isnan(data).any(axis=1)]
    return choose_correlation_of(distributions(complete), complete.shape[0])


def choose_correlation_of(answers: Sequence[Distribution], n: int) -> CorrelationChoice:
    """The same choice from how often each answer was given by ``n`` complete respondents."""
    if n < FEWEST_RESPONDENTS:
        return CorrelationChoice(
            kind="pearson",
            reason=f"{n} complete respondents; polychoric correlations need at least {FEWEST_RESPONDENTS}",
        )
    fewest = min(item.values.size for item in answers)
    if fewest <= 4:
        return CorrelationChoice(
            kind="polychoric", reason=f"an item uses only {counted(fewest, 'category', 'categories')}"
        )
    five = [item for item in answers if item.values.size == 5]
    if any(abs(item.skewness) > SKEWED for item in five):
        return CorrelationChoice(kind="polychoric", reason="a five-category item is skewed beyond 1")
    if any(item.rarest < RARE for item in five):
        return CorrelationChoice(
            kind="polychoric", reason="a category of a five-category item was chosen by fewer than 5%"
        )
    reason = "five or more categories, none rare, none skewed beyond 1"
    return CorrelationChoice(kind="pearson", reason=reason)
