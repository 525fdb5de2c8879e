"""The share of respondents to whom a question does not apply."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.description.columns import as_columns
from mtle_survey.stats.description.shares import shares
from mtle_survey.stats.estimate import Estimate, Statistic


def not_applicable(flags: NDArray[np.bool_], level: float = 0.95) -> tuple[Estimate, ...]:
    """Share of respondents who said that the question does not apply, for each column.

    Parameters
    ----------
    flags : (n,) or (n, k) bool array
        Where the respondent said so.
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
    said_so = as_columns(np.asarray(flags, dtype=np.float64)) == 1.0
    return shares(said_so, np.ones_like(said_so), level, "a share of answers that do not apply")


STATISTIC = Statistic(
    name="not_applicable",
    family="description",
    label="Does not apply",
    formula="respondents to whom the question does not apply / respondents",
    reference=(
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
        "Journal of the American Statistical Association, 22(158), 209-212. "
        "https://doi.org/10.1080/01621459.1927.10502953"
    ),
    compute=not_applicable,
)
