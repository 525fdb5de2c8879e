"""Intra-individual response variability: how much a person's answers vary."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.careless.person_index import PersonIndex, as_answers
from mtle_survey.stats.estimate import Statistic


def irv(x: np.ndarray) -> PersonIndex:
    """Standard deviation of each respondent's raw answers.

    Zero when somebody gave one answer to everything. Low values alone are no proof of carelessness, and high
    ones are none either.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes, not reversed; nan where missing.

    Returns
    -------
    PersonIndex
        In units of the codes, at least 0, denominator answers - 1; exactly 0 where all answers are alike. nan
        with fewer than two answers.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018). Journal of Business and Psychology, 33, 105-121.
    https://doi.org/10.1007/s10869-016-9479-0
    """
    answers = as_answers(x)
    here = np.isfinite(answers)
    count = here.sum(axis=1)
    filled = np.where(here, answers, 0.0)
    mean = filled.sum(axis=1) / np.maximum(count, 1)
    squares = (np.where(here, answers - mean[:, None], 0.0) ** 2).sum(axis=1)
    alike = np.where(here, answers, np.inf).min(axis=1, initial=np.inf) == np.where(
        here, answers, -np.inf
    ).max(axis=1, initial=-np.inf)
    values = np.full(len(answers), np.nan)
    enough = count >= 2
    values[enough] = np.sqrt(squares[enough] / (count[enough] - 1))
    values[enough & alike] = 0.0
    return PersonIndex(values=values)


STATISTIC = Statistic(
    name="irv",
    family="careless",
    label="Intra-individual response variability",
    formula="standard deviation (denominator answers - 1) of a respondent's raw codes",
    reference=(
        "Dunn, A. M., Heggestad, E. D., Shanock, L. R., & Theilgard, N. (2018). Intra-individual response "
        "variability as an indicator of insufficient effort responding. Journal of Business and Psychology, "
        "33(1), 105-121. https://doi.org/10.1007/s10869-016-9479-0"
    ),
    compute=irv,
)
