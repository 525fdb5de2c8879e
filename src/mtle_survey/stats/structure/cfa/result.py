"""What a confirmatory factor analysis returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.modification import ModificationIndex
from mtle_survey.stats.structure.cfa.standardised import Standardised
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.fit.measures import no_fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Parameter estimates of a model.

    Attributes
    ----------
    model : Model
        Which entry is which parameter.
    theta : (q,) float array
        Estimates.
    covariance : (q, q) float array
        Their sampling covariance: robust for mlr, fiml and wlsmv.
    """

    model: Model
    theta: Array
    covariance: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Cfa:
    """A confirmatory factor analysis.

    Attributes
    ----------
    estimator : str
        ``cfa_ml``, ``cfa_mlr``, ``cfa_fiml`` or ``cfa_wlsmv``.
    structure : FactorStructure
        What was tested. Columns of factor arrays follow it: declared, higher, general.
    n : int
        Respondents used.
    df : float
        Degrees of freedom.
    fit : dict of str to Estimate
        Indices by name (see ``fit.measures``); all unavailable when the solution is inadmissible.
    estimates : Estimates or None
        Unstandardised estimates, factors at unit variance.
    standardised : Standardised or None
        Completely standardised estimates with standard errors.
    residual_correlation : (p, p) float array
        Observed minus implied correlations; 0 on the diagonal.
    modification : tuple of ModificationIndex
        What freeing one more parameter would change, largest first.
    average_variance_extracted : (m,) float array
        Share of its items' variance that each declared factor explains.
    htmt : (m, m) float array
        Heterotrait-monotrait ratios of the declared factors.
    unavailable : str
        Why there is no solution at all, or why the one found is inadmissible; empty for a proper one.
    """

    estimator: str
    structure: FactorStructure
    n: int
    df: float
    fit: dict[str, Estimate]
    estimates: Estimates | None
    standardised: Standardised | None
    residual_correlation: Array
    modification: tuple[ModificationIndex, ...]
    average_variance_extracted: Array
    htmt: Array
    unavailable: str = ""

    @property
    def admissible(self) -> bool:
        """Whether the solution may be interpreted."""
        return not self.unavailable


def no_solution(structure: FactorStructure, estimator: str, n: int, reason: str) -> Cfa:
    """A result that says why there is none."""
    p, m = structure.n_items, len(structure.factors)
    return Cfa(
        estimator=estimator,
        structure=structure,
        n=n,
        df=float("nan"),
        fit=no_fit(reason, n, estimator),
        estimates=None,
        standardised=None,
        residual_correlation=np.full((p, p), np.nan),
        modification=(),
        average_variance_extracted=np.full(m, np.nan),
        htmt=np.full((m, m), np.nan),
        unavailable=reason,
    )
