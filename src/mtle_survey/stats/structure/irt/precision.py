"""How precisely answers place people on the trait: information, trait estimates, reliability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.irt.curves import item_information
from mtle_survey.stats.structure.irt.graded_response import GradedResponse
from mtle_survey.stats.structure.irt.quadrature import log_likelihoods, normal_quadrature, posterior


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitPrecision:
    """What the items say about people.

    Attributes
    ----------
    theta : (g,) float array
        Trait values, in standard deviations of the respondents.
    item : (g, p) float array
        Information of each item there.
    test : (g,) float array
        Their sum.
    std_error : (g,) float array
        1/sqrt(test information).
    marginal_reliability : float
        Mean over the trait's distribution of information/(information + 1).
    empirical_reliability : float
        Variance of the trait estimates over that variance plus their mean error variance.
    trait : (n,) float array
        Expected trait of each respondent given the answers.
    trait_se : (n,) float array
        Its posterior standard deviation.
    """

    theta: Array
    item: Array
    test: Array
    std_error: Array
    marginal_reliability: float
    empirical_reliability: float
    trait: Array
    trait_se: Array


def trait_precision(fitted: GradedResponse, low: float = -4.0, high: float = 4.0) -> TraitPrecision:
    """Information curves, expected-a-posteriori estimates and reliability of a fitted model.

    Parameters
    ----------
    fitted : GradedResponse
        An available model.
    low, high : float
        Ends of the curves, which have 81 points.

    Returns
    -------
    TraitPrecision
        Reliability holds for respondents with a standard normal trait who answer every item.

    References
    ----------
    Green, B. F., Bock, R. D., Humphreys, L. G., Linn, R. L., & Reckase, M. D. (1984). Technical guidelines
    for assessing computerized adaptive tests. Journal of Educational Measurement, 21, 347-360.
    https://doi.org/10.1111/j.1745-3984.1984.tb01039.x
    """
    grid = np.linspace(low, high, 81)
    curves = _information(fitted, grid)
    nodes, weights = normal_quadrature()
    at_nodes = _information(fitted, nodes).sum(axis=1)
    share, _ = posterior(log_likelihoods(fitted.codes, fitted.slope, fitted.intercept, nodes), weights)
    trait = share @ nodes
    variance = share @ nodes**2 - trait**2
    test = curves.sum(axis=1)
    return TraitPrecision(
        theta=grid,
        item=curves,
        test=test,
        std_error=1.0 / np.sqrt(test),
        marginal_reliability=float(weights @ (at_nodes / (at_nodes + 1.0))),
        empirical_reliability=float(trait.var() / (trait.var() + variance.mean())),
        trait=trait,
        trait_se=np.sqrt(variance),
    )


def _information(fitted: GradedResponse, theta: Array) -> Array:
    return np.column_stack(
        [item_information(theta, float(a), d) for a, d in zip(fitted.slope, fitted.intercept, strict=True)]
    )
