"""Schmid-Leiman transformation of an oblique solution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.solution import Efa


@dataclass(frozen=True, slots=True, kw_only=True)
class SchmidLeiman:
    """A general factor and group factors without correlation.

    Attributes
    ----------
    general : (p,) float array
        Loadings on the general factor.
    group : (p, k) float array
        Loadings on the group factors.
    higher_order : (k,) float array
        Loadings of the factors on the general factor.
    communality : (p,) float array
        general^2 + Sum group^2: the oblique solution's communality as far as one general factor
        explains the factor correlations.
    unavailable : str
        Why there is none; arrays are then nan.
    """

    general: Array
    group: Array
    higher_order: Array
    communality: Array
    unavailable: str = ""


def schmid_leiman(fitted: Efa) -> SchmidLeiman:
    """Split an oblique solution into a general factor and orthogonal group factors.

    Parameters
    ----------
    fitted : Efa
        An oblique solution with at least three factors.

    Returns
    -------
    SchmidLeiman
        Loadings.

    Not available when
    ------------------
    The solution is unavailable, it has fewer than three factors (two do not identify their loadings on a
    general one), or a factor would load on the general one by 1 or more.

    Notes
    -----
    One minres factor of the factor correlations gives g; general = pattern g, and group loadings are
    pattern times sqrt(1 - g^2). Checked against R psych::schmid: tests/oracle/R/efa.R.

    References
    ----------
    Schmid, J., & Leiman, J. M. (1957). The development of hierarchical factor solutions. Psychometrika,
    22, 53-61. https://doi.org/10.1007/BF02289209
    """
    p, k = fitted.pattern.shape
    reason = fitted.unavailable
    if not reason and k < 3:
        reason = f"{k} factors; a general factor above them needs at least 3"
    if reason:
        return _none(p, k, reason)
    higher = extract(fitted.factor_correlation, 1, "minres").loadings[:, 0]
    if np.abs(higher).max() >= 1.0:
        reason = "a factor would load on the general factor by 1 or more, which leaves it no part of its own"
        return _none(p, k, reason)
    general = fitted.pattern @ higher
    group = fitted.pattern * np.sqrt(1.0 - higher**2)
    return SchmidLeiman(
        general=general,
        group=group,
        higher_order=higher,
        communality=general**2 + (group**2).sum(axis=1),
    )


def _none(p: int, k: int, reason: str) -> SchmidLeiman:
    return SchmidLeiman(
        general=np.full(p, np.nan),
        group=np.full((p, k), np.nan),
        higher_order=np.full(k, np.nan),
        communality=np.full(p, np.nan),
        unavailable=reason,
    )
