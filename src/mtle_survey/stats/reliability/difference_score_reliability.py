"""The reliability of a difference between two scores."""

from __future__ import annotations

import math

from mtle_survey.stats.estimate import Estimate, Statistic, not_available

METHOD = "classical"


def difference_score_reliability(
    sd_first: float,
    sd_second: float,
    reliability_first: float,
    reliability_second: float,
    correlation: float,
    n: int,
) -> Estimate:
    """Reliability of the change of single respondents.

    Low when the two scores correlate nearly as highly as their reliabilities allow. It says nothing
    against the mean change of a group, which can be precise even when this is zero.

    Parameters
    ----------
    sd_first, sd_second : float
        Standard deviations of the two scores.
    reliability_first, reliability_second : float
        Their reliabilities.
    correlation : float
        Their correlation.
    n : int
        Respondents with both scores.

    Returns
    -------
    Estimate
        At most 1; negative when the correlation exceeds what the reliabilities allow. Method ``classical``.

    Not available when
    ------------------
    An input is not available, or the difference has no variance.

    Notes
    -----
    (s1^2 r11 + s2^2 r22 - 2 r12 s1 s2) / (s1^2 + s2^2 - 2 r12 s1 s2).

    References
    ----------
    Lord (1963). In Harris (Ed.), Problems in measuring change, pp. 21-38. University of Wisconsin Press.
    """
    inputs = (sd_first, sd_second, reliability_first, reliability_second, correlation)
    if not all(math.isfinite(value) for value in inputs):
        return not_available(
            "it takes both standard deviations, both reliabilities and the correlation", n=n, method=METHOD
        )
    if (
        min(sd_first, sd_second) < 0.0
        or abs(correlation) > 1.0
        or max(reliability_first, reliability_second) > 1.0
    ):
        raise ValueError("standard deviations are not negative, correlations and reliabilities at most 1")
    shared = 2.0 * correlation * sd_first * sd_second
    variance = sd_first**2 + sd_second**2 - shared
    if variance <= 1e-12 * (sd_first**2 + sd_second**2):
        return not_available("the difference does not vary between respondents", n=n, method=METHOD)
    true = sd_first**2 * reliability_first + sd_second**2 * reliability_second - shared
    return Estimate(value=true / variance, n=n, method=METHOD)


STATISTIC = Statistic(
    name="difference_score_reliability",
    family="reliability",
    label="Reliability of individual change",
    formula="(s1^2 r11 + s2^2 r22 - 2 r12 s1 s2) / (s1^2 + s2^2 - 2 r12 s1 s2)",
    reference=(
        "Lord, F. M. (1963). Elementary models for measuring change. In C. W. Harris (Ed.), Problems in "
        "measuring change (pp. 21-38). University of Wisconsin Press."
    ),
    compute=difference_score_reliability,
)
