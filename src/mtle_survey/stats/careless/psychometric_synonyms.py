"""Does a person answer alike what everybody answers alike?"""

from __future__ import annotations

from mtle_survey.stats.careless.alike_pairs import correlation_over_pairs
from mtle_survey.stats.careless.pair_sums import PairSums
from mtle_survey.stats.careless.person_index import PersonIndex
from mtle_survey.stats.estimate import Array, Statistic


def psychometric_synonyms(x: Array, sums: PairSums | None = None) -> PersonIndex:
    """Within-person correlation over the pairs of items that correlate above .60 in the sample.

    Near 1 for people who read what they answered; below 0 it is a flag.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes; nan where missing.
    sums : PairSums, optional
        Sums of the whole sample, where ``x`` is a part of it.

    Returns
    -------
    PersonIndex
        In [-1, 1]. nan with fewer than five answered pairs and for people whose first or second members are
        all alike: pairs are never reshuffled to force a value, so a straight line has none, and it is the
        longest run that catches it.

    Not available when
    ------------------
    Fewer than five pairs correlate above .60.

    References
    ----------
    Meade & Craig (2012). Psychological Methods, 17, 437-455. https://doi.org/10.1037/a0028085
    """
    return correlation_over_pairs(x, sums, opposite=False)


STATISTIC = Statistic(
    name="psychometric_synonyms",
    family="careless",
    label="Psychometric synonyms",
    formula="within-person correlation over item pairs with sample r > .60",
    reference=(
        "Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological "
        "Methods, 17(3), 437-455. https://doi.org/10.1037/a0028085"
    ),
    compute=psychometric_synonyms,
)
