"""One rung of the ladder, fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.fit.measures import FitStatistics, fit_measures, no_fit
from mtle_survey.stats.structure.invariance.model import Freed

INDICES = ("cfi", "rmsea", "srmr")
FORMS = ("", "_scaled", "_robust")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A model of one level with what its tests need.

    Attributes
    ----------
    model : Model
        The model.
    theta : (q,) float array
        Estimates.
    covariance : (q, q) float array
        Their sampling covariance; nan when the solution is no maximum.
    chi2, df : float
        Naive statistic and degrees of freedom.
    statistics : FitStatistics or None
        What fit indices are made of; None when inadmissible.
    unavailable : str
        Why the solution is none or inadmissible.
    """

    model: Model
    theta: Array
    covariance: Array
    chi2: float
    df: float
    statistics: FitStatistics | None
    unavailable: str


# (stricter, looser) to the test of their difference
Difference = Callable[[Fitted, Fitted], Estimate]
# level, freed items and whether statistics and standard errors are wanted, to a fitted model
Fit = Callable[[str, Freed, bool], Fitted]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvarianceStep:
    """One level of invariance.

    Attributes
    ----------
    level : str
        ``configural``, ``thresholds``, ``metric``, ``scalar`` or ``strict``.
    fit : dict of str to Estimate
        Fit indices by name, as of a confirmatory analysis.
    looser : str
        The level before; empty for the first.
    delta : dict of str to Estimate
        Stricter minus looser: ``delta_chi2`` (scaled difference test) and ``delta_cfi``, ``delta_rmsea``,
        ``delta_srmr`` with their ``_scaled`` and ``_robust`` forms; empty for the first level.
    fitted : Fitted
        The model and its estimates.
    """

    level: str
    fit: dict[str, Estimate]
    looser: str
    delta: dict[str, Estimate]
    fitted: Fitted = field(repr=False)

    @property
    def unavailable(self) -> str:
        """Why the level has no admissible solution."""
        return self.fitted.unavailable


def step(
    level: str,
    fitted: Fitted,
    looser: InvarianceStep | None,
    difference: Difference,
    n: int,
    method: str,
) -> InvarianceStep:
    """Read fit and change of fit from a fitted level."""
    fit = (
        no_fit(fitted.unavailable, n, method)
        if fitted.statistics is None
        else fit_measures(fitted.statistics, method)
    )
    delta = {} if looser is None else _delta(fit, fitted, looser, difference, n, method)
    return InvarianceStep(
        level=level, fit=fit, looser="" if looser is None else looser.level, delta=delta, fitted=fitted
    )


def _delta(
    fit: dict[str, Estimate],
    fitted: Fitted,
    looser: InvarianceStep,
    difference: Difference,
    n: int,
    method: str,
) -> dict[str, Estimate]:
    reason = fitted.unavailable or looser.unavailable
    result = {
        "delta_chi2": not_available(reason, n=n, method=method)
        if reason
        else difference(fitted, looser.fitted)
    }
    for index in INDICES:
        for form in FORMS:
            name = f"{index}{form}"
            if name not in fit:
                continue
            here, before = fit[name], looser.fit[name]
            missing = here.unavailable or before.unavailable
            result[f"delta_{name}"] = (
                not_available(missing, n=n, method=method)
                if missing
                else Estimate(value=here.value - before.value, n=n, method=method)
            )
    return result


def lost(model: Model, df: float, reason: str) -> Fitted:
    """A level without any solution."""
    q = model.n_parameters
    return Fitted(
        model=model,
        theta=np.full(q, np.nan),
        covariance=np.full((q, q), np.nan),
        chi2=float("nan"),
        df=df,
        statistics=None,
        unavailable=reason,
    )
