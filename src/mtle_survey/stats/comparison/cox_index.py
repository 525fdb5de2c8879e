"""Standardised difference of two shares."""

from __future__ import annotations

import math

from mtle_survey.stats.comparison.arms import wwc_omega
from mtle_survey.stats.distributions import normal_two_sided_p, z_critical
from mtle_survey.stats.estimate import Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "wwc/cox"
LOGIT_TO_SD = 1.65


def cox_index(
    program_count: int, program_n: int, comparison_count: int, comparison_n: int, level: float = 0.95
) -> Estimate:
    """Log odds ratio of two groups' shares on the scale of standardised mean differences.

    Parameters
    ----------
    program_count, comparison_count : int
        How many in each group.
    program_n, comparison_n : int
        Out of how many.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Positive when the program group's share is the larger one.

    Not available when
    ------------------
    A share is 0 or 1: it has no odds.

    Notes
    -----
    w ln(odds ratio)/1.65, w = 1 - 3/(4N - 9); the standard error is that of the log odds ratio times
    w/1.65.

    References
    ----------
    What Works Clearinghouse. (2022). Procedures and standards handbook, version 5.0, appendix E.
    https://ies.ed.gov/ncee/wwc/Handbooks
    Cox, D. R. (1970). Analysis of binary data. Chapman & Hall.
    """
    check_level(level)
    for count, total in ((program_count, program_n), (comparison_count, comparison_n)):
        if not 0 <= count <= total or total < 1:
            raise ValueError(f"{count} of {total} is not a share")
    n = program_n + comparison_n
    cells = (program_count, program_n - program_count, comparison_count, comparison_n - comparison_count)
    if 0 in cells:
        return not_available("a share of none or all has no odds", n=n, method=METHOD)
    factor = wwc_omega(n) / LOGIT_TO_SD
    log_odds_ratio = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
    log_error = math.sqrt(sum(1.0 / cell for cell in cells))
    margin = z_critical(level) * log_error
    return Estimate(
        value=factor * log_odds_ratio,
        interval=Interval(
            low=factor * (log_odds_ratio - margin), high=factor * (log_odds_ratio + margin), level=level
        ),
        n=n,
        method=METHOD,
        std_error=factor * log_error,
        test_statistic=log_odds_ratio / log_error,
        p_value=normal_two_sided_p(log_odds_ratio / log_error),
    )


STATISTIC = Statistic(
    name="cox_index",
    family="comparison",
    label="Difference of shares (Cox index)",
    formula="(1 - 3/(4N - 9)) ln(odds ratio) / 1.65",
    reference="What Works Clearinghouse. (2022). What Works Clearinghouse procedures and standards handbook, "
    "version 5.0. Institute of Education Sciences. https://ies.ed.gov/ncee/wwc/Handbooks",
    compute=cox_index,
)
