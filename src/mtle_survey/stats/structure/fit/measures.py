"""All fit indices of a model from its test statistics, as estimates that say what they are."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.structure.fit.incremental import cfi, tli
from mtle_survey.stats.structure.fit.rmsea import close_fit_p, rmsea, rmsea_interval

LEVEL = 0.90
NOT_ADJUSTED = "this estimator does not adjust for non-normality"
NAIVE = ("chi2", "cfi", "tli", "rmsea", "srmr")
SCALED = ("chi2_scaled", "cfi_scaled", "tli_scaled", "rmsea_scaled")
ROBUST = ("cfi_robust", "tli_robust", "rmsea_robust")


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustBase:
    """Statistics whose misfit is corrected by factors instead of being scaled.

    Attributes
    ----------
    chi2, factor : float
        Of the model: unscaled statistic and scaling factor.
    baseline_chi2, baseline_factor : float
        Of the model of unrelated items.
    """

    chi2: float
    factor: float
    baseline_chi2: float
    baseline_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FitStatistics:
    """What fit indices are made of.

    Attributes
    ----------
    chi2, df : float
        Test statistic and degrees of freedom of the model.
    baseline_chi2, baseline_df : float
        Of the model of unrelated items.
    n : int
        Respondents.
    multiplier : float
        What the discrepancy was multiplied with: n (likelihood) or n minus the groups (least squares).
    groups : int
        Number of groups.
    srmr : float
        Standardised root mean square residual of the covariances.
    scaled, baseline_scaled : float
        Adjusted statistics of both models; nan if there are none.
    trace : float
        Degrees of freedom times the scaling factor, where the adjustment is a scaling alone: the unscaled
        statistic with so many degrees of freedom gives the scaled RMSEA, its interval and test.
    robust : RobustBase or None
        What robust indices are made of.
    no_scaled, no_robust : str
        Why there are no scaled, or no robust, indices.
    """

    chi2: float
    df: float
    baseline_chi2: float
    baseline_df: float
    n: int
    multiplier: float
    groups: int
    srmr: float
    scaled: float = math.nan
    baseline_scaled: float = math.nan
    trace: float = math.nan
    robust: RobustBase | None = None
    no_scaled: str = NOT_ADJUSTED
    no_robust: str = NOT_ADJUSTED


def fit_measures(t: FitStatistics, method: str) -> dict[str, Estimate]:
    """Naive, scaled and robust indices by name.

    Parameters
    ----------
    t : FitStatistics
        The statistics.
    method : str
        Name of the estimator, which every estimate carries.

    Returns
    -------
    dict of str to Estimate
        ``chi2 cfi tli rmsea srmr``, their ``_scaled`` forms, and ``_robust`` ones of the last three but srmr;
        RMSEA with its 90% interval and, as p-value, the test of close fit (RMSEA <= .05).

    Not available when
    ------------------
    Without degrees of freedom only chi-square and SRMR are defined; scaled and robust forms where the
    estimator has none.

    References
    ----------
    Brosseau-Liard, P. E., & Savalei, V. (2014). Adjusting incremental fit indices for nonnormality.
    Multivariate Behavioral Research, 49, 460-470. https://doi.org/10.1080/00273171.2014.933697
    Brosseau-Liard, P. E., Savalei, V., & Li, L. (2012). An investigation of the sample performance of two
    nonnormality corrections for RMSEA. Multivariate Behavioral Research, 47, 904-930.
    https://doi.org/10.1080/00273171.2012.715252
    """
    result = {"chi2": _chi2(t.chi2, t.df, t.n, method)}
    result["srmr"] = Estimate(value=t.srmr, n=t.n, method=method)
    if t.df <= 0:
        reason = "the model has no degrees of freedom, so its fit cannot be judged"
        for name in (*NAIVE, *SCALED, *ROBUST):
            result.setdefault(name, not_available(reason, n=t.n, method=method))
        return result
    result["cfi"] = Estimate(value=cfi(t.chi2, t.df, t.baseline_chi2, t.baseline_df), n=t.n, method=method)
    result["tli"] = Estimate(value=tli(t.chi2, t.df, t.baseline_chi2, t.baseline_df), n=t.n, method=method)
    result["rmsea"] = _rmsea(t, t.chi2, t.df, method)
    _add_scaled(result, t, method)
    _add_robust(result, t, method)
    return result


def no_fit(reason: str, n: int, method: str) -> dict[str, Estimate]:
    """Every index, unavailable for one reason."""
    return {name: not_available(reason, n=n, method=method) for name in (*NAIVE, *SCALED, *ROBUST)}


def srmr(observed: Array, implied: Array) -> float:
    """Standardised root mean square residual of one group's covariances (Bentler).

    Parameters
    ----------
    observed, implied : (p, p) float arrays
        Covariances or correlations; means do not enter.

    Returns
    -------
    float
        Root mean square of (s_ij - sigma_ij)/sqrt(s_ii s_jj) over i >= j.
    """
    i, j = np.tril_indices(observed.shape[0])
    deviation = np.sqrt(np.diag(observed))
    residual = (observed - implied)[i, j] / (deviation[i] * deviation[j])
    return float(np.sqrt(np.mean(residual**2)))


def _chi2(value: float, df: float, n: int, method: str) -> Estimate:
    p = chi2_upper_p(value, df) if df > 0 else math.nan
    return Estimate(value=value, n=n, method=method, test_statistic=value, df=df, p_value=p)


def _rmsea(t: FitStatistics, chi2: float, df: float, method: str, stretch: float = 1.0) -> Estimate:
    """RMSEA of a statistic, times what a correction stretches it by."""
    low, high = rmsea_interval(chi2, df, t.multiplier, LEVEL, t.groups)
    return Estimate(
        value=rmsea(chi2, df, t.multiplier, t.groups) * stretch,
        n=t.n,
        method=method,
        interval=Interval(low=low * stretch, high=high * stretch, level=LEVEL),
        df=df,
        p_value=close_fit_p(chi2, df, t.multiplier, groups=t.groups),
    )


def _add_scaled(result: dict[str, Estimate], t: FitStatistics, method: str) -> None:
    if math.isnan(t.scaled):
        result.update({name: not_available(t.no_scaled, n=t.n, method=method) for name in SCALED})
        return
    both = (t.scaled, t.df, t.baseline_scaled, t.baseline_df)
    result["chi2_scaled"] = _chi2(t.scaled, t.df, t.n, method)
    result["cfi_scaled"] = Estimate(value=cfi(*both), n=t.n, method=method)
    result["tli_scaled"] = Estimate(value=tli(*both), n=t.n, method=method)
    by_trace = (t.scaled, t.df) if math.isnan(t.trace) else (t.chi2, t.trace)
    result["rmsea_scaled"] = _rmsea(t, *by_trace, method)


def _add_robust(result: dict[str, Estimate], t: FitStatistics, method: str) -> None:
    if t.robust is None:
        result.update({name: not_available(t.no_robust, n=t.n, method=method) for name in ROBUST})
        return
    r = t.robust
    excess = r.chi2 - r.factor * t.df
    baseline_excess = r.baseline_chi2 - r.baseline_factor * t.baseline_df
    worst = max(excess, baseline_excess, 0.0)
    cfi_robust = 1.0 if worst == 0.0 else 1.0 - max(excess, 0.0) / worst
    tli_robust = 1.0 - (excess / t.df) / (baseline_excess / t.baseline_df)
    result["cfi_robust"] = Estimate(value=cfi_robust, n=t.n, method=method)
    result["tli_robust"] = Estimate(value=tli_robust, n=t.n, method=method)
    stretched = _rmsea(t, r.chi2 / r.factor, t.df, method, math.sqrt(r.factor))
    result["rmsea_robust"] = replace(stretched, p_value=math.nan)
