"""The share of answers that are missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.description.columns import as_columns
from mtle_survey.stats.description.shares import shares
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def missing(
    x: Array, not_applicable: NDArray[np.bool_] | None = None, level: float = 0.95
) -> tuple[Estimate, ...]:
    """Share of respondents without an answer, for each column.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Values in columns; nan where there is no answer.
    not_applicable : bool array of the same shape, optional
        Where the respondent said that the question does not apply. That is an answer: it is not counted
        as missing, but stays in the denominator.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One share in [0, 1] per column; ``n`` counts all respondents. Method ``wilson``.

    Not available when
    ------------------
    There is no respondent.

    References
    ----------
    Wilson (1927). Journal of the American Statistical Association, 22, 209-212.
    https://doi.org/10.1080/01621459.1927.10502953
    """
    absent = np.isnan(as_columns(x))
    if not_applicable is not None:
        absent &= ~np.asarray(not_applicable, dtype=np.bool_).reshape(absent.shape)
    return shares(absent, np.ones_like(absent), level, "a share of missing answers")


STATISTIC = Statistic(
    name="missing",
    family="description",
    label="Missing",
    formula="respondents without an answer / respondents",
    reference=(
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
        "Journal of the American Statistical Association, 22(158), 209-212. "
        "https://doi.org/10.1080/01621459.1927.10502953"
    ),
    compute=missing,
)
