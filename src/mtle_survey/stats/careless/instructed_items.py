"""Items that say which answer to give, or that have one right answer for everybody."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from mtle_survey.stats.careless.person_index import PersonIndex, as_answers, index_not_available
from mtle_survey.stats.estimate import Array, Statistic


def instructed_items(x: Array, right: Sequence[Collection[float]]) -> PersonIndex:
    """Number of instructed or bogus items answered wrongly.

    Two or more wrong are a flag; with a single such item, one wrong is one only beside another flag.

    Parameters
    ----------
    x : (n, m) float array
        Codes given to the instructed items; nan where missing.
    right : sequence of collections of float
        The codes that are right, for each item.

    Returns
    -------
    PersonIndex
        0 to m; an item left out is not wrong. nan for respondents who answered none.

    Not available when
    ------------------
    There is no such item.

    Raises
    ------
    ValueError
        The right answers do not fit the items.

    References
    ----------
    Meade & Craig (2012). Psychological Methods, 17, 437-455. https://doi.org/10.1037/a0028085
    """
    answers = as_answers(x)
    if len(right) != answers.shape[1]:
        raise ValueError("every instructed item needs its right answers")
    if not len(right):
        return index_not_available("the questionnaire holds no instructed item", len(answers))
    here = np.isfinite(answers)
    correct = np.column_stack(
        [np.isin(column, list(codes)) for column, codes in zip(answers.T, right, strict=True)]
    )
    wrong = (here & ~correct).sum(axis=1).astype(np.float64)
    wrong[~here.any(axis=1)] = np.nan
    return PersonIndex(values=wrong)


STATISTIC = Statistic(
    name="instructed_items",
    family="careless",
    label="Instructed items answered wrongly",
    formula="number of instructed items with another answer than the right one",
    reference=(
        "Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological "
        "Methods, 17(3), 437-455. https://doi.org/10.1037/a0028085"
    ),
    compute=instructed_items,
)
