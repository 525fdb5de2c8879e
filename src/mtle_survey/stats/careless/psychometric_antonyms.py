"""Does a person answer in opposite ways what everybody answers in opposite ways?"""

from __future__ import annotations

from mtle_survey.stats.careless.alike_pairs import correlation_over_pairs
from mtle_survey.stats.careless.pair_sums import PairSums
from mtle_survey.stats.careless.person_index import PersonIndex
from mtle_survey.stats.estimate import Array, Statistic


def psychometric_antonyms(x: Array, sums: PairSums | None = None) -> PersonIndex:
    """Within-person correlation over the pairs of items that correlate below -.60 in the sample.

    Near -1 for people who read what they answered; above 0 it is a flag.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes, not reversed: after reversal there are no antonyms left. nan where missing.
    sums : PairSums, optional
        Sums of the whole sample, where ``x`` is a part of it.

    Returns
    -------
    PersonIndex
        In [-1, 1]. nan with fewer than five answered pairs and where one side does not vary; nothing is
        resampled.

    Not available when
    ------------------
    Fewer than five pairs correlate below -.60.

    References
    ----------
    Johnson (2005). Journal of Research in Personality, 39, 103-129.
    https://doi.org/10.1016/j.jrp.2004.09.009
    """
    return correlation_over_pairs(x, sums, opposite=True)


STATISTIC = Statistic(
    name="psychometric_antonyms",
    family="careless",
    label="Psychometric antonyms",
    formula="within-person correlation over item pairs with sample r < -.60",
    reference=(
        "Johnson, J. A. (2005). Ascertaining the validity of individual protocols from web-based personality "
        "inventories. Journal of Research in Personality, 39(1), 103-129. "
        "https://doi.org/10.1016/j.jrp.2004.09.009"
    ),
    compute=psychometric_antonyms,
)
