"""Does a person's profile of answers follow the profile of the others?"""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.careless.pair_sums import PairSums, pair_sums
from mtle_survey.stats.careless.person_index import PersonIndex, as_answers, row_correlations
from mtle_survey.stats.estimate import Array, Statistic


def person_total(x: Array, sums: PairSums | None = None) -> PersonIndex:
    """Correlation of a respondent's answers with the item means of all the others.

    Below 0 it is a flag: what most people agree with, this person denies, and the reverse.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes on a common metric; nan where missing.
    sums : PairSums, optional
        Sums of the whole sample, where ``x`` is a part of it.

    Returns
    -------
    PersonIndex
        In [-1, 1]. nan with fewer than three items that both the person and somebody else answered, and for
        people whose answers do not vary.

    References
    ----------
    Donlon & Fischer (1968). Educational and Psychological Measurement, 28, 105-113.
    https://doi.org/10.1177/001316446802800110
    """
    answers = as_answers(x)
    sums = pair_sums(answers) if sums is None else sums
    here = np.isfinite(answers)
    others = sums.item_counts - here
    totals = sums.item_totals - np.where(here, answers, 0.0)
    means = np.divide(totals, others, out=np.full(answers.shape, np.nan), where=others > 0)
    return PersonIndex(values=row_correlations(answers, means))


STATISTIC = Statistic(
    name="person_total",
    family="careless",
    label="Person-total correlation",
    formula="within-person correlation of the answers with the item means of all other respondents",
    reference=(
        "Donlon, T. F., & Fischer, F. E. (1968). An index of an individual's agreement with group-determined "
        "item difficulties. Educational and Psychological Measurement, 28(1), 105-113. "
        "https://doi.org/10.1177/001316446802800110"
    ),
    compute=person_total,
)
