"""Aiken's V."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.content_validity.ratings import HIGH, LOW, NO_RATINGS, as_ratings
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "score"


def aiken_v(
    ratings: Array, low: float = LOW, high: float = HIGH, level: float = 0.95
) -> tuple[Estimate, ...]:
    """How far judges' ratings lie from the lowest possible one, as a share of the way to the highest.

    Parameters
    ----------
    ratings : (r, k) float array
        Ratings of k items by r judges; nan where a judge gave none.
    low, high : float
        The lowest and highest possible rating.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One number in [0, 1] per item; ``n`` is the number of judges who rated it. Method ``score``:
        Penfield and Giacobbi's score interval.

    Not available when
    ------------------
    No judge rated the item.

    Notes
    -----
    V = (mean - low) / (high - low). With N = n (high - low) the interval is
    [2NV + z^2 -/+ z sqrt(4NV(1 - V) + z^2)] / [2(N + z^2)]: Wilson's interval of a share of N.

    References
    ----------
    Aiken (1985). Educational and Psychological Measurement, 45, 131-142.
    https://doi.org/10.1177/0013164485451012
    Penfield & Giacobbi (2004). Measurement in Physical Education and Exercise Science, 8, 213-225.
    https://doi.org/10.1207/s15327841mpee0804_3
    """
    check_level(level)
    found = []
    for column in as_ratings(ratings, low, high).T:
        given = column[np.isfinite(column)]
        steps = given.size * (high - low)
        above = float((given - low).sum())
        found.append(
            Estimate(
                value=above / steps,
                n=given.size,
                method=METHOD,
                interval=wilson_interval(above, steps, level),
            )
            if given.size
            else not_available(NO_RATINGS, n=0, method=METHOD)
        )
    return tuple(found)


STATISTIC = Statistic(
    name="aiken_v",
    family="content_validity",
    label="Aiken's V",
    formula="(mean rating - lowest) / (highest - lowest)",
    reference=(
        "Aiken, L. R. (1985). Three coefficients for analyzing the reliability and validity of ratings. "
        "Educational and Psychological Measurement, 45(1), 131-142. https://doi.org/10.1177/0013164485451012"
    ),
    compute=aiken_v,
)
