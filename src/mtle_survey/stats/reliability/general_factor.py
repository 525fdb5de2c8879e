"""A general factor above the declared parts of a total score, and what it says about total and parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.moments import correlation
from mtle_survey.stats.reliability.bifactor_indices import BifactorIndices, bifactor_indices
from mtle_survey.stats.reliability.conditions import constant_item
from mtle_survey.stats.structure.efa.schmid_leiman import schmid_leiman
from mtle_survey.stats.structure.efa.solution import Efa, efa

FEWEST_GROUPS = 3
FEWEST_ITEMS = 2
METHOD = "schmid_leiman/implied"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralFactor:
    """A general factor and one group factor for each declared part.

    Attributes
    ----------
    general : (k,) float array
        Standardized loadings on the general factor.
    group : (k, g) float array
        Standardized loadings on the parts' own factors, in the order of the parts.
    indices : BifactorIndices or None
        Omegas of the scores as they are formed, from items in their own unit; explained common variance and
        replicability of the standardized solution.
    n : int
        Respondents.
    unavailable : str
        Why there is none.
    """

    general: Array
    group: Array
    indices: BifactorIndices | None
    n: int
    unavailable: str = ""


def general_factor(S: Array, n: int, members: NDArray[np.bool_], *, seed: int = 0) -> GeneralFactor:
    """Fit a general factor above the parts of a total.

    As many factors as there are parts are extracted by least squares and rotated obliquely towards the
    declared parts (an item's loadings on other parts towards zero, its own left free); a Schmid-Leiman
    transformation then splits them into a general factor and one of each part's own.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix of keyed items.
    n : int
        Respondents behind it.
    members : (k, g) bool array
        Which part each item belongs to; exactly one.
    seed : int
        Of the rotation's random starts.

    Returns
    -------
    GeneralFactor

    Not available when
    ------------------
    Fewer than three parts, whose correlations do not identify loadings on a general factor; a part with
    fewer than 2 items; fewer than 50 respondents or 3 for each item; a constant item; or a solution that
    does not converge or is improper.

    References
    ----------
    Schmid & Leiman (1957). Psychometrika, 22, 53-61. https://doi.org/10.1007/BF02289209
    Rodriguez, Reise & Haviland (2016). Psychological Methods, 21, 137-150.
    https://doi.org/10.1037/met0000045
    """
    k, g = members.shape
    if S.shape != (k, k) or (members.sum(axis=1) != 1).any():
        raise ValueError("every item belongs to exactly one part")
    reason = _refused(members) or constant_item(S)
    if reason:
        return _none(n, members, reason)
    target = np.where(members, np.nan, 0.0)
    fitted = efa(correlation(S), n, g, rotation="target", seed=seed, target=target)
    split = schmid_leiman(_pointing_with_items(fitted, members))
    if split.unavailable:
        return _none(n, members, split.unavailable)
    if not fitted.interpretable or (split.communality >= 1.0).any():
        return _none(
            n,
            members,
            f"the solution with {g} factors did not converge or is improper; more respondents are needed",
        )
    sd = np.sqrt(np.diag(S))
    standardized = bifactor_indices(split.general, split.group, members=members)
    scored = bifactor_indices(
        sd * split.general,
        sd[:, None] * split.group,
        uniqueness=sd**2 * (1.0 - split.communality),
        members=members,
    )
    indices = replace(
        standardized,
        omega_total=scored.omega_total,
        omega_hierarchical=scored.omega_hierarchical,
        omega_subscale=scored.omega_subscale,
        omega_hierarchical_subscale=scored.omega_hierarchical_subscale,
    )
    return GeneralFactor(general=split.general, group=split.group, indices=indices, n=n)


def _refused(members: NDArray[np.bool_]) -> str:
    g = members.shape[1]
    if g < FEWEST_GROUPS:
        return f"{g} parts; a general factor above them is identified from {FEWEST_GROUPS} on"
    if members.sum(axis=0).min() < FEWEST_ITEMS:
        return f"a part has fewer than {FEWEST_ITEMS} items, so its own factor is not identified"
    return ""


def _pointing_with_items(fitted: Efa, members: NDArray[np.bool_]) -> Efa:
    """The solution with every factor turned to where its own items load positively."""
    own = np.where(members, fitted.pattern, 0.0).sum(axis=0)
    sign = np.where(own < 0.0, -1.0, 1.0)
    return replace(
        fitted,
        pattern=fitted.pattern * sign,
        factor_correlation=fitted.factor_correlation * np.outer(sign, sign),
    )


def _none(n: int, members: NDArray[np.bool_], reason: str) -> GeneralFactor:
    return GeneralFactor(
        general=np.full(len(members), np.nan),
        group=np.full(members.shape, np.nan),
        indices=None,
        n=n,
        unavailable=reason,
    )
