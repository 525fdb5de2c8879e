"""Kaiser-Meyer-Olkin measure of sampling adequacy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Estimate, Statistic, not_available
from mtle_survey.stats.structure.linear_algebra import correlation_matrix, is_singular

METHOD = "anti_image"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingAdequacy:
    """How much of the correlation between items is shared with further items.

    Attributes
    ----------
    overall : Estimate
        For all items together.
    items : tuple of p Estimate
        For each item, in order.
    """

    overall: Estimate
    items: tuple[Estimate, ...]


def kmo(R: ArrayLike, n: int) -> SamplingAdequacy:
    """Kaiser-Meyer-Olkin measure of sampling adequacy, overall and for each item.

    Parameters
    ----------
    R : (p, p) float array
        Correlations without missing entries.
    n : int
        Respondents behind them.

    Returns
    -------
    SamplingAdequacy
        Shares between 0 and 1; below .50 a matrix is not worth factoring.

    Not available when
    ------------------
    There are fewer than three items, or R is singular.

    Notes
    -----
    Sum r^2 / (Sum r^2 + Sum q^2) over i != j, where q are partial correlations given all other items.
    Checked against R psych::KMO: tests/oracle/R/adequacy.R.

    References
    ----------
    Kaiser, H. F., & Rice, J. (1974). Little jiffy, mark IV. Educational and Psychological Measurement,
    34, 111-117. https://doi.org/10.1177/001316447403400115
    """
    matrix = correlation_matrix(R)
    p = matrix.shape[0]
    reason = ""
    if p < 3:
        reason = f"{counted(p, 'item')}; sampling adequacy needs at least 3"
    elif is_singular(matrix):
        reason = "the correlation matrix is singular: an item is determined by the others"
    if reason:
        missing = not_available(reason, n=n, method=METHOD)
        return SamplingAdequacy(overall=missing, items=(missing,) * p)
    inverse = np.linalg.inv(matrix)
    scale = np.sqrt(np.diag(inverse))
    off_diagonal = 1.0 - np.eye(p)
    partial = (inverse / np.outer(scale, scale)) ** 2 * off_diagonal
    simple = matrix**2 * off_diagonal
    by_item = simple.sum(axis=1) / (simple.sum(axis=1) + partial.sum(axis=1))
    overall = simple.sum() / (simple.sum() + partial.sum())
    return SamplingAdequacy(
        overall=Estimate(value=float(overall), n=n, method=METHOD),
        items=tuple(Estimate(value=float(value), n=n, method=METHOD) for value in by_item),
    )


STATISTIC = Statistic(
    name="kmo",
    family="structure",
    label="KMO",
    formula="Sum r^2 / (Sum r^2 + Sum q^2), r correlations and q partial correlations of different items",
    reference="Kaiser, H. F., & Rice, J. (1974). Little jiffy, mark IV. Educational and Psychological "
    "Measurement, 34, 111-117. https://doi.org/10.1177/001316447403400115",
    compute=kmo,
)
