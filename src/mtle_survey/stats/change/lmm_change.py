"""Change over two or more waves from everyone with a score, by a random-intercept model."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Literal

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import LMM_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import t_estimate
from mtle_survey.stats.mixed.kenward_roger import FTest, kenward_roger_contrast, kenward_roger_f
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit, fit_random_intercept
from mtle_survey.stats.mixed.satterthwaite import satterthwaite_contrast

DfMethod = Literal["kenward_roger", "satterthwaite"]
CONTRAST = {"kenward_roger": kenward_roger_contrast, "satterthwaite": satterthwaite_contrast}

ALIKE = "scores of a respondent do not vary beyond the waves"
# Changes that differ by less are equal but for rounding.
ROUNDING = 1e-9


def lmm_change(
    scores: Array, level: float = 0.95, *, df_method: DfMethod = "kenward_roger"
) -> tuple[Estimate, ...]:
    """Change of every later wave from the baseline, single-wave respondents included.

    Respondents who answered one wave only help to estimate that wave's mean; if whether they answered
    depends on nothing but their observed scores, the change is unbiased.

    Parameters
    ----------
    scores : (n, w) float array
        Respondents by waves in time order, w at least 2; nan where a respondent has no score.
    level : float in (0, 1)
        Confidence level.
    df_method : {"kenward_roger", "satterthwaite"}
        Degrees of freedom; the former also enlarges the standard error.

    Returns
    -------
    tuple of Estimate
        One per later wave: its mean minus the baseline's, in score units; ``n`` counts respondents with
        a score in any wave. Method ``reml/kenward_roger`` or ``reml/satterthwaite``.

    Not available when
    ------------------
    Fewer than 10 respondents, a wave without scores, nobody with two scores, or no variation beyond
    the waves.

    Notes
    -----
    score = wave + u_respondent + e, wave as a factor, by REML.

    References
    ----------
    Kenward, M. G., & Roger, J. H. (1997). Biometrics, 53, 983-997. https://doi.org/10.2307/2533558
    Kuznetsova, A., Brockhoff, P. B., & Christensen, R. H. B. (2017). lmerTest package. Journal of
    Statistical Software, 82(13). https://doi.org/10.18637/jss.v082.i13
    """
    check_level(level)
    if df_method not in CONTRAST:
        raise ValueError(f"df_method is one of {sorted(CONTRAST)}, not {df_method!r}")
    method = f"reml/{df_method}"
    scores = _checked(scores)
    n, waves = int(np.isfinite(scores).any(axis=1).sum()), scores.shape[1]
    fit = fit_waves(scores)
    if isinstance(fit, str):
        return tuple(not_available(fit, n=n, method=method) for _ in range(1, waves))
    contrasts = np.eye(waves)[1:]
    return tuple(wave_contrast(fit, c, n=n, level=level, df_method=df_method) for c in contrasts)


def wave_contrast(
    fit: RandomInterceptFit, contrast: Array, *, n: int, level: float, df_method: DfMethod
) -> Estimate:
    """One contrast of the fixed effects of ``fit_waves``, with its t interval and test."""
    method = f"reml/{df_method}"
    std_error, df = CONTRAST[df_method](fit, contrast)
    if not (math.isfinite(std_error) and math.isfinite(df) and df > 0.0):
        return not_available("the degrees of freedom cannot be determined", n=n, method=method)
    return t_estimate(float(contrast @ fit.beta), std_error, df, n=n, method=method, level=level)


def lmm_any_change(scores: Array) -> FTest | str:
    """Kenward and Roger's F test that no wave differs, or the reason why there is none."""
    scores = _checked(scores)
    fit = fit_waves(scores)
    if isinstance(fit, str):
        return fit
    return kenward_roger_f(fit, np.eye(scores.shape[1])[1:])


def fit_waves(scores: Array) -> RandomInterceptFit | str:
    """Fit score ~ wave + (1 | respondent); columns are the baseline mean and every later difference.

    Parameters
    ----------
    scores : (n, w) float array
        Respondents by waves; nan where there is no score.

    Returns
    -------
    RandomInterceptFit or str
        The fit, or the reason why there is none.
    """
    present = np.isfinite(scores)
    respondents = int(present.any(axis=1).sum())
    if respondents < LMM_REFUSED_BELOW:
        return f"needs at least {LMM_REFUSED_BELOW} respondents with a score, and {there_are(respondents)}"
    if not present.any(axis=0).all():
        return "one of the waves has no score"
    if not (present.sum(axis=1) > 1).any():
        return "nobody has scores in two waves"
    if all_changed_alike(scores):
        return ALIKE
    row, wave = np.nonzero(present)
    X = (wave[:, None] == np.arange(scores.shape[1])).astype(float)
    X[:, 0] = 1.0
    fit = fit_random_intercept(X, scores[row, wave], np.unique(row, return_inverse=True)[1])
    return fit if fit is not None else ALIKE


def all_changed_alike(scores: Array) -> bool:
    """Whether between any two waves everyone who has both scores changed by the same amount."""
    pairs = combinations(range(scores.shape[1]), 2)
    changes = (scores[:, later] - scores[:, earlier] for earlier, later in pairs)
    return all(np.ptp(c[np.isfinite(c)]) <= ROUNDING for c in changes if np.isfinite(c).any())


def _checked(scores: Array) -> Array:
    scores = np.asarray(scores, dtype=float)
    if scores.ndim != 2 or scores.shape[1] < 2:
        raise ValueError(f"scores are respondents by two or more waves, not {scores.shape}")
    if np.isinf(scores).any():
        raise ValueError("scores must be finite, or nan where missing")
    return scores


STATISTIC = Statistic(
    name="lmm_change",
    family="change",
    label="Change from everyone with a score (mixed model)",
    formula="score = wave + u_respondent + e, REML; Kenward-Roger or Satterthwaite df",
    reference="Kenward, M. G., & Roger, J. H. (1997). Small sample inference for fixed effects from "
    "restricted maximum likelihood. Biometrics, 53(3), 983-997. https://doi.org/10.2307/2533558",
    compute=lmm_change,
)
