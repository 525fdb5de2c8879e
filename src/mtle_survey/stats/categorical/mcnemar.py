"""Change of a yes-or-no characteristic of the same people."""

from __future__ import annotations

import math
from typing import Literal

from scipy import special

from mtle_survey.stats.estimate import Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import paired_share_difference

PMethod = Literal["exact", "mid_p"]


def mcnemar(gained: int, lost: int, n: int, level: float = 0.95, *, p_method: PMethod = "exact") -> Estimate:
    """Difference between the later and the earlier share, with McNemar's test.

    Parameters
    ----------
    gained, lost : int
        Respondents who went from no to yes, and from yes to no.
    n : int
        All respondents with both answers.
    level : float in (0, 1)
        Confidence level.
    p_method : {"exact", "mid_p"}
        The binomial test of those who changed, or the less conservative mid-p version.

    Returns
    -------
    Estimate
        Later share minus earlier share, -1 to 1, with Bonett and Price's interval; ``test_statistic`` is
        the number who gained. Method ``mcnemar/exact`` or ``mcnemar/mid_p``.

    Not available when
    ------------------
    There is no respondent.

    Notes
    -----
    Exact p = min(1, 2 P(X <= min(gained, lost))), X binomial(gained + lost, 1/2); mid-p takes away
    P(X = min).

    References
    ----------
    Fagerland, M. W., Lydersen, S., & Laake, P. (2013). The McNemar test for binary matched-pairs data:
    mid-p and asymptotic are better than exact conditional. BMC Medical Research Methodology, 13, 91.
    https://doi.org/10.1186/1471-2288-13-91
    """
    check_level(level)
    method = f"mcnemar/{p_method}"
    if min(gained, lost) < 0 or gained + lost > n:
        raise ValueError(f"{gained} gained and {lost} lost are impossible among {n}")
    if n == 0:
        return not_available("there is no respondent with both answers", n=0, method=method)
    std_error, interval = paired_share_difference(gained, lost, n, level)
    return Estimate(
        value=(gained - lost) / n,
        interval=interval,
        n=n,
        method=method,
        std_error=std_error,
        test_statistic=gained,
        p_value=_p(min(gained, lost), gained + lost, p_method),
    )


def _p(fewer: int, changed: int, p_method: PMethod) -> float:
    if changed == 0:
        return 1.0
    at_most = float(special.bdtr(fewer, changed, 0.5))
    if p_method == "exact":
        return min(1.0, 2.0 * at_most)
    ways = math.lgamma(changed + 1) - math.lgamma(fewer + 1) - math.lgamma(changed - fewer + 1)
    exactly = math.exp(ways - changed * math.log(2.0))
    return 1.0 - exactly / 2.0 if 2 * fewer == changed else 2.0 * at_most - exactly


STATISTIC = Statistic(
    name="mcnemar",
    family="categorical",
    label="Change of a share (McNemar)",
    formula="(gained - lost) / n",
    reference="Fagerland, M. W., Lydersen, S., & Laake, P. (2013). The McNemar test for binary matched-pairs "
    "data: Mid-p and asymptotic are better than exact conditional. BMC Medical Research Methodology, 13, "
    "Article 91. https://doi.org/10.1186/1471-2288-13-91",
    compute=mcnemar,
)
