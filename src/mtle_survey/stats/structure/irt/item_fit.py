"""Whether each item follows its curve: Orlando and Thissen's S-X2, for graded items."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.irt.curves import category_probabilities
from mtle_survey.stats.structure.irt.graded_response import GradedResponse
from mtle_survey.stats.structure.irt.quadrature import normal_quadrature

LEAST_EXPECTED = 1.0
METHOD = "s_x2"


def item_fit(fitted: GradedResponse) -> tuple[Estimate, ...]:
    """Compare observed with expected answers among people of one total score.

    Parameters
    ----------
    fitted : GradedResponse
        An available model.

    Returns
    -------
    tuple of Estimate
        One chi-square for each item; from those who answered every item.

    Not available when
    ------------------
    Too few people have each total score for any degrees of freedom to remain.

    Notes
    -----
    The likelihood of each total score without the item comes from Lord and Wingersky's recursion. Within a
    total score, categories with an expected count below 1 are joined with their neighbour; so are total
    scores that expect fewer than one respondent in all. Degrees of freedom are cells less rows less the
    item's parameters.

    References
    ----------
    Orlando, M., & Thissen, D. (2000). Likelihood-based item-fit indices for dichotomous item response
    theory models. Applied Psychological Measurement, 24, 50-64.
    https://doi.org/10.1177/01466216000241003
    Kang, T., & Chen, T. T. (2008). Performance of the generalized S-X2 item fit index for polytomous IRT
    models. Journal of Educational Measurement, 45, 391-406.
    https://doi.org/10.1111/j.1745-3984.2008.00071.x
    """
    complete = fitted.codes[(fitted.codes >= 0).all(axis=1)]
    theta, weights = normal_quadrature()
    curves = [
        category_probabilities(theta, float(a), d)
        for a, d in zip(fitted.slope, fitted.intercept, strict=True)
    ]
    total = complete.sum(axis=1)
    most = sum(curve.shape[1] - 1 for curve in curves)
    result = []
    for j, curve in enumerate(curves):
        rest = score_likelihood([c for k, c in enumerate(curves) if k != j])
        joint = np.zeros((most + 1, curve.shape[1]))
        for k in range(curve.shape[1]):
            joint[k : k + rest.shape[1], k] = weights @ (rest * curve[:, [k]])
        observed = np.zeros(joint.shape)
        np.add.at(observed, (total, complete[:, j]), 1.0)
        result.append(_compared(observed, joint, curve.shape[1], complete.shape[0]))
    return tuple(result)


def score_likelihood(curves: Sequence[Array]) -> Array:
    """(q, S + 1) probability of each sum of categories at each trait value."""

    def added(so_far: Array, curve: Array) -> Array:
        longer = np.zeros((so_far.shape[0], so_far.shape[1] + curve.shape[1] - 1))
        for k in range(curve.shape[1]):
            longer[:, k : k + so_far.shape[1]] += so_far * curve[:, [k]]
        return longer

    return reduce(added, curves, np.ones((curves[0].shape[0], 1)))


def _compared(observed: Array, joint: Array, parameters: int, n: int) -> Estimate:
    chi2, cells, rows = 0.0, 0, 0
    nothing = np.zeros(observed.shape[1])
    carried_observed, carried_expected = nothing.copy(), nothing.copy()
    for score in range(1, observed.shape[0] - 1):  # the lowest and the highest sum leave nothing to compare
        people = observed[score].sum()
        carried_observed += observed[score]
        carried_expected += people * joint[score] / joint[score].sum()
        o, e = _joined(carried_observed, carried_expected)
        if e.size < 2:
            continue
        chi2 += float(((o - e) ** 2 / e).sum())
        cells, rows = cells + e.size, rows + 1
        carried_observed, carried_expected = nothing.copy(), nothing.copy()
    df = cells - rows - parameters
    if df <= 0:
        return not_available(
            "too few people have each total score to judge the item's fit", n=n, method=METHOD
        )
    return Estimate(
        value=chi2,
        n=n,
        method=METHOD,
        test_statistic=chi2,
        df=float(df),
        p_value=chi2_upper_p(chi2, float(df)),
    )


def _joined(observed: Array, expected: Array) -> tuple[Array, Array]:
    """Cells of one total score, neighbours joined until each expects at least one respondent."""
    o, e = list(observed), list(expected)
    while len(e) > 1 and min(e) < LEAST_EXPECTED:
        small = int(np.argmin(e))
        beside = (
            small + 1 if small == 0 or (small + 1 < len(e) and e[small + 1] < e[small - 1]) else small - 1
        )
        low, high = sorted((small, beside))
        o[low : high + 1], e[low : high + 1] = [sum(o[low : high + 1])], [sum(e[low : high + 1])]
    return np.array(o), np.array(e)
