"""Kendall's coefficient of concordance."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import complete_matrix

METHOD = "tie_corrected"


def kendall_w(rankings: Array) -> Estimate:
    """How far several judges rank the same objects alike.

    Parameters
    ----------
    rankings : (n, m) float array
        Values or ranks that n judges give to m objects; complete. Rows are judges; ties are allowed.

    Returns
    -------
    Estimate
        In [0, 1]; ``n`` counts judges. ``test_statistic`` is Friedman's chi-square on ``df`` = m - 1 with
        its large-sample ``p_value``. Method ``tie_corrected``.

    Not available when
    ------------------
    There are fewer than 2 judges or 2 objects, or every judge ties all objects.

    Notes
    -----
    12 S / [n^2 (m^3 - m) - n sum(t^3 - t)], S the sum of squared deviations of the objects' rank sums and t
    the sizes of ties. Chi-square n (m - 1) W.

    References
    ----------
    Kendall & Babington Smith (1939). Annals of Mathematical Statistics, 10, 275-287.
    https://doi.org/10.1214/aoms/1177732186
    """
    table = complete_matrix(rankings)
    judges, objects = table.shape
    if judges < 2 or objects < 2:
        return not_available(
            f"concordance needs at least 2 judges and 2 objects; there are {judges} and {objects}",
            n=judges,
            method=METHOD,
        )
    ranks = mid_ranks(table)
    sums = ranks.sum(axis=0)
    deviation = float(((sums - sums.mean()) ** 2).sum())
    spread = float(((ranks - (objects + 1) / 2.0) ** 2).sum())
    if spread == 0.0:
        return not_available("every judge ties all objects", n=judges, method=METHOD)
    value = deviation / (judges * spread)
    chi2, df = judges * (objects - 1) * value, objects - 1
    return Estimate(
        value=value,
        n=judges,
        method=METHOD,
        test_statistic=chi2,
        df=float(df),
        p_value=chi2_upper_p(chi2, df),
    )


def mid_ranks(table: Array) -> Array:
    """Ranks within each row, ties sharing their mean rank.

    Parameters
    ----------
    table : (n, m) float array

    Returns
    -------
    (n, m) float array
        From 1 to m.
    """
    below = (table[:, None, :] < table[:, :, None]).sum(axis=2)
    equal = (table[:, None, :] == table[:, :, None]).sum(axis=2)
    return np.asarray(below + (equal + 1) / 2.0, dtype=np.float64)


STATISTIC = Statistic(
    name="kendall_w",
    family="agreement",
    label="Kendall's W",
    formula="variance of the objects' rank sums / largest possible given the ties",
    reference=(
        "Kendall, M. G., & Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical "
        "Statistics, 10(3), 275-287. https://doi.org/10.1214/aoms/1177732186"
    ),
    compute=kendall_w,
)
