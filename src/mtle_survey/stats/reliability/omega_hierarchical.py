"""Omega hierarchical."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.reliability.bifactor_indices import bifactor_indices


def omega_hierarchical(
    general: Array,
    group: Array,
    n: int,
    *,
    uniqueness: Array | None = None,
    members: NDArray[np.bool_] | None = None,
    R: Array | None = None,
) -> Estimate:
    """Share of the total score's variance that is due to the general factor alone.

    How far a total over several parts can be read as one thing.

    Parameters
    ----------
    general, group, uniqueness, members, R
        As ``bifactor_indices``: a bifactor solution, or a Schmid-Leiman transformation.
    n : int
        Respondents behind the solution.

    Returns
    -------
    Estimate
        Method ``bifactor/implied``, or ``bifactor/observed`` when ``R`` is given.

    Not available when
    ------------------
    A unique variance is zero or negative.

    Notes
    -----
    (sum of general loadings)^2 / variance of the total.

    References
    ----------
    Zinbarg, Revelle, Yovel & Li (2005). Psychometrika, 70, 123-133.
    https://doi.org/10.1007/s11336-003-0974-7
    """
    method = "bifactor/implied" if R is None else "bifactor/observed"
    left = 1.0 - np.asarray(general) ** 2 - (np.asarray(group) ** 2).sum(axis=1)
    improper = int(((left if uniqueness is None else np.asarray(uniqueness)) <= 0.0).sum())
    if improper:
        return not_available(
            f"the solution is improper: {improper} of {left.size} items keep no variance of their own",
            n=n,
            method=method,
        )
    indices = bifactor_indices(general, group, uniqueness=uniqueness, members=members, R=R)
    return Estimate(value=indices.omega_hierarchical, n=n, method=method)


STATISTIC = Statistic(
    name="omega_hierarchical",
    family="reliability",
    label="Omega hierarchical",
    formula="(sum of general loadings)^2 / variance of the total",
    reference=(
        "Zinbarg, R. E., Revelle, W., Yovel, I., & Li, W. (2005). Cronbach's alpha, Revelle's beta, and "
        "McDonald's omega h: Their relations with each other and two alternative conceptualizations of "
        "reliability. Psychometrika, 70(1), 123-133. https://doi.org/10.1007/s11336-003-0974-7"
    ),
    compute=omega_hierarchical,
)
