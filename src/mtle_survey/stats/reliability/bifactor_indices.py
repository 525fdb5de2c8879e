"""What a bifactor solution says about a total score and its subscales."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class BifactorIndices:
    """Indices of a general and g group factors.

    Attributes
    ----------
    omega_total : float
        Share of the total's variance due to all common factors.
    omega_hierarchical : float
        Share due to the general factor alone.
    omega_subscale, omega_hierarchical_subscale : (g,) float arrays
        The same for the sum of each group's items: the general and the group's own factor together, and
        the group's own factor alone. nan for a group without items.
    ecv : float
        Explained common variance: the general factor's share of all squared loadings.
    puc : float
        Percentage of uncontaminated correlations: pairs of items from different groups, as a share.
    h_general : float
        Construct replicability of the general factor.
    h_group : (g,) float array
        Construct replicability of the group factors.
    determinacy_general : float
        Correlation of the general factor with its best linear estimate.
    """

    omega_total: float
    omega_hierarchical: float
    omega_subscale: Array
    omega_hierarchical_subscale: Array
    ecv: float
    puc: float
    h_general: float
    h_group: Array
    determinacy_general: float


def bifactor_indices(
    general: Array,
    group: Array,
    *,
    uniqueness: Array | None = None,
    members: NDArray[np.bool_] | None = None,
    R: Array | None = None,
) -> BifactorIndices:
    """Omega, explained common variance and replicability of a bifactor solution.

    Parameters
    ----------
    general : (k,) float array
        Standardized loadings on the general factor.
    group : (k, g) float array
        Standardized loadings on the group factors, all factors uncorrelated.
    uniqueness : (k,) float array, optional
        Unique variances; by default what the loadings leave of 1.
    members : (k, g) bool array, optional
        Which items belong to which group; by default each item with a group loading belongs to the group
        on which it loads most, in absolute value.
    R : (k, k) float array, optional
        Correlations in the sample. With them the variance of a score is the sample's, as in R's psych;
        without them it is the model's.

    Returns
    -------
    BifactorIndices

    Notes
    -----
    omega_h = (sum of general)^2 / V; omega_t = 1 - sum of uniquenesses / V; ECV = sum of general^2 over the
    sum of all squared loadings; H = 1 / (1 + 1 / sum of l^2 / (1 - l^2)).

    References
    ----------
    Rodriguez, Reise & Haviland (2016). Psychological Methods, 21, 137-150.
    https://doi.org/10.1037/met0000045
    """
    g, groups = np.asarray(general, dtype=np.float64), np.asarray(group, dtype=np.float64)
    k = g.size
    if g.ndim != 1 or groups.ndim != 2 or groups.shape[0] != k:
        raise ValueError(f"expected (k,) and (k, g) loadings, got {g.shape} and {groups.shape}")
    communality = g**2 + (groups**2).sum(axis=1)
    unique = 1.0 - communality if uniqueness is None else np.asarray(uniqueness, dtype=np.float64)
    if (unique <= 0.0).any():
        raise ValueError("every item needs a positive unique variance; this solution is improper")
    if members is None:
        members = main_group(groups)
    implied = np.outer(g, g) + groups @ groups.T + np.diag(unique)
    variances = implied if R is None else np.asarray(R, dtype=np.float64)
    total = float(variances.sum())
    weight = members.astype(np.float64)
    in_subscale = np.einsum("ig,ij,jg->g", weight, variances, weight)
    in_subscale[~members.any(axis=0)] = np.nan
    of_group = (weight * groups).sum(axis=0) ** 2
    return BifactorIndices(
        omega_total=1.0 - float(unique.sum()) / total,
        omega_hierarchical=float(g.sum()) ** 2 / total,
        omega_subscale=((g @ weight) ** 2 + of_group) / in_subscale,
        omega_hierarchical_subscale=of_group / in_subscale,
        ecv=float((g**2).sum() / communality.sum()),
        puc=_uncontaminated(members),
        h_general=float(construct_replicability(g[:, None])[0]),
        h_group=construct_replicability(groups),
        determinacy_general=float(np.sqrt(g @ np.linalg.solve(implied, g))),
    )


def main_group(group: Array) -> NDArray[np.bool_]:
    """Assign each item to the group on which it loads most, in absolute value; to none without loadings."""
    largest = np.abs(group).argmax(axis=1)
    members = np.arange(group.shape[1]) == largest[:, None]
    return np.asarray(members & (np.abs(group) > 0.0), dtype=np.bool_)


def construct_replicability(loadings: Array) -> Array:
    """Coefficient H of each column of standardized loadings.

    Parameters
    ----------
    loadings : (k, g) float array
        Loadings below 1 in absolute value.

    Returns
    -------
    (g,) float array
        0 for a factor without loadings.
    """
    information: Array = (loadings**2 / (1.0 - loadings**2)).sum(axis=0)
    return np.asarray(information / (1.0 + information), dtype=np.float64)


def _uncontaminated(members: NDArray[np.bool_]) -> float:
    """Share of pairs of items that no group factor connects."""
    k = members.shape[0]
    together = members.astype(np.float64) @ members.T.astype(np.float64) > 0.0
    within = (together.sum() - np.diag(together).sum()) / 2.0
    return float(1.0 - within / (k * (k - 1) / 2.0))
