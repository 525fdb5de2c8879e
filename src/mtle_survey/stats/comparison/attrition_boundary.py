"""How much attrition a randomised comparison bears: the boundary of the What Works Clearinghouse."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mtle_survey.stats.estimate import Statistic

# Highest differential attrition allowed, in percentage points, at overall attrition of 0, 1 ... 57 percent.
# Standards handbook, version 4.0, table II.1; above 57 percent attrition is high whatever the difference.
CAUTIOUS = (
    5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7, 5.5,
    5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1, 2.9, 2.8,
    2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.0,
)  # fmt: skip
OPTIMISTIC = (
    10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.7, 10.8, 10.9, 10.9, 10.9, 10.9, 10.9, 10.9, 10.8, 10.8, 10.7,
    10.6, 10.5, 10.3, 10.2, 10.0, 9.9, 9.7, 9.5, 9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4,
    7.2, 7.0, 6.7, 6.5, 6.3, 6.0, 5.8, 5.6, 5.3, 5.1, 4.9, 4.6, 4.4, 4.2, 3.9, 3.7, 3.5, 3.2, 3.0, 2.8,
    2.6, 2.3,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AttritionRating:
    """Attrition of two arms beside what both boundaries allow.

    Attributes
    ----------
    overall : float
        Share of all assigned who were lost, 0 to 1.
    differential : float
        Absolute difference of the arms' shares, 0 to 1.
    cautious_limit, optimistic_limit : float
        Highest differential allowed at this overall attrition, 0 to 1; nan above 57 percent.
    cautious_low, optimistic_low : bool
        Whether attrition counts as low under each set of assumptions.
    """

    overall: float
    differential: float
    cautious_limit: float
    optimistic_limit: float
    cautious_low: bool
    optimistic_low: bool


def attrition_boundary(
    program_assigned: int, program_analysed: int, comparison_assigned: int, comparison_analysed: int
) -> AttritionRating:
    """Rate the attrition of a randomised comparison under both sets of assumptions.

    The optimistic boundary holds only where leaving has little to do with the program; the study must
    argue which one applies. Groups that were not randomised are judged by their baseline difference.

    Parameters
    ----------
    program_assigned, comparison_assigned : int
        Randomised to each arm.
    program_analysed, comparison_analysed : int
        Of these, in the analysis.

    Returns
    -------
    AttritionRating
        Between two whole percentages of overall attrition the smaller of the two limits holds.

    References
    ----------
    What Works Clearinghouse. (2017). Standards handbook, version 4.0, table II.1.
    https://ies.ed.gov/ncee/wwc/Handbooks
    Deke, J., & Chiang, H. (2017). The WWC attrition standard. Evaluation Review, 41, 130-154.
    https://doi.org/10.1177/0193841X16670047
    """
    arms = ((program_assigned, program_analysed), (comparison_assigned, comparison_analysed))
    for assigned, analysed in arms:
        if assigned < 1 or not 0 <= analysed <= assigned:
            raise ValueError(f"{analysed} analysed of {assigned} assigned is impossible")
    lost = [1.0 - analysed / assigned for assigned, analysed in arms]
    assigned = program_assigned + comparison_assigned
    overall = (assigned - program_analysed - comparison_analysed) / assigned
    differential = abs(lost[0] - lost[1])
    cautious, optimistic = _limit(CAUTIOUS, overall), _limit(OPTIMISTIC, overall)
    return AttritionRating(
        overall=overall,
        differential=differential,
        cautious_limit=cautious,
        optimistic_limit=optimistic,
        cautious_low=differential <= cautious + 1e-12,
        optimistic_low=differential <= optimistic + 1e-12,
    )


def _limit(table: tuple[float, ...], overall: float) -> float:
    """The limit at an overall attrition, as a share; nan beyond the table."""
    percent = round(100.0 * overall, 9)
    above = math.ceil(percent)
    if above >= len(table):
        return math.nan
    return min(table[math.floor(percent)], table[above]) / 100.0


STATISTIC = Statistic(
    name="attrition_boundary",
    family="comparison",
    label="Attrition boundary",
    formula="differential attrition <= limit at the overall attrition",
    reference="What Works Clearinghouse. (2017). What Works Clearinghouse standards handbook, version 4.0. "
    "Institute of Education Sciences. https://ies.ed.gov/ncee/wwc/Handbooks",
    compute=attrition_boundary,
)
