"""The smallest detectable change."""

from __future__ import annotations

import math
from dataclasses import replace

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Estimate, Interval, Statistic
from mtle_survey.stats.intervals import check_level


def sdc(sem: Estimate, level: float = 0.95, people: int = 1) -> Estimate:
    """Smallest change that measurement error alone would rarely produce.

    Parameters
    ----------
    sem : Estimate
        Standard error of measurement of the score, with its interval if it has one.
    level : float in (0, 1)
        How rarely: a change beyond the result has a chance of 1 - level without any true change.
    people : int
        1 for the change of a single respondent; n for the mean change of a group of n.

    Returns
    -------
    Estimate
        In score units, with the method of ``sem``; its interval is that of ``sem``, scaled.

    Not available when
    ------------------
    ``sem`` is not.

    Notes
    -----
    z sqrt(2) SEM / sqrt(people).

    References
    ----------
    de Vet et al. (2006). Journal of Clinical Epidemiology, 59, 1033-1039.
    https://doi.org/10.1016/j.jclinepi.2005.10.015
    """
    check_level(level)
    if people < 1:
        raise ValueError(f"a change belongs to at least 1 respondent, got {people}")
    factor = z_critical(level) * math.sqrt(2.0 / people)
    interval = sem.interval
    return replace(
        sem,
        value=factor * sem.value,
        interval=interval
        and Interval(low=factor * interval.low, high=factor * interval.high, level=interval.level),
    )


STATISTIC = Statistic(
    name="sdc",
    family="agreement",
    label="Smallest detectable change",
    formula="1.96 sqrt(2) SEM, divided by sqrt(n) for a group",
    reference=(
        "de Vet, H. C. W., Terwee, C. B., Knol, D. L., & Bouter, L. M. (2006). When to use agreement versus "
        "reliability measures. Journal of Clinical Epidemiology, 59(10), 1033-1039. "
        "https://doi.org/10.1016/j.jclinepi.2005.10.015"
    ),
    compute=sdc,
)
