"""Change of a single item: odds of a higher answer, everyone with an answer included."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from mtle_survey.counting import there_are
from mtle_survey.stats.distributions import normal_two_sided_p, z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.gates import LMM_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.cumulative_logit import (
    CumulativeLogitFit,
    fit_cumulative_logit,
    separate_thresholds,
)

METHOD = "clmm/ml"
CHECK = "likelihood_ratio"
MOST_CATEGORIES = 11  # 0 to 10; more make a score, not an item
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(41)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalChange:
    """Change of one item between the baseline and one later wave.

    Attributes
    ----------
    odds_ratio : Estimate
        Odds of a higher answer at the later wave over those at the baseline, for one and the same
        respondent; 1 means no change.
    log_odds_ratio : Estimate
        Its logarithm, with standard error and z test.
    expected_change : float
        Difference of the mean answer code that the model expects over all respondents; nan without a model.
    """

    odds_ratio: Estimate
    log_odds_ratio: Estimate
    expected_change: float


def ordinal_change(answers: Array, level: float = 0.95) -> tuple[OrdinalChange, ...]:
    """Change of a single ordered item by a cumulative-logit mixed model.

    An item with four or five answers has no mean to speak of; this asks for the odds of a higher answer.

    Parameters
    ----------
    answers : (n, w) float array
        Answer codes of respondents by waves in time order, w at least 2; nan where there is none.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of OrdinalChange
        One per later wave; ``n`` counts respondents with an answer in any wave. Method ``clmm/ml``: the
        respondent's intercept is integrated out, not approximated.

    Not available when
    ------------------
    Fewer than 10 respondents, a wave without answers, nobody with two, one answer used by all, more than 11
    answers, nobody moved, everyone who moved went the same way, or answers that agree so closely between
    waves that the spread of respondents has no bound.

    Notes
    -----
    logit P(Y <= k) = threshold_k - wave - u_respondent; the same wave effect at every threshold
    (proportional odds). Codes that nobody used are no category. Wald interval.

    References
    ----------
    Agresti, A. (2010). Analysis of ordinal categorical data (2nd ed.). Wiley.
    https://doi.org/10.1002/9780470594001
    """
    check_level(level)
    answers = _checked(answers)
    model = _fit(answers)
    n, later = int(np.isfinite(answers).any(axis=1).sum()), int(answers.shape[1]) - 1
    if isinstance(model, str):
        return (_missing(model, n),) * later
    used = np.unique(answers[np.isfinite(answers)])
    return tuple(_change(model, position, used, n, level) for position in range(later))


def proportional_odds(answers: Array) -> Estimate:
    """Whether one odds ratio describes an item's change at every answer, or the answers moved unevenly.

    Parameters
    ----------
    answers
        As ``ordinal_change``.

    Returns
    -------
    Estimate
        Likelihood-ratio chi-square of thresholds that are each wave's own against common ones, df
        (K - 2)(w - 1); a small p says that the odds ratio averages over different changes. Method
        ``likelihood_ratio``.

    Not available when
    ------------------
    As ``ordinal_change``; only two answers are in use, where nothing can be uneven; or a wave in which one
    of the answers was given by nobody, whose thresholds have no finite estimate.

    References
    ----------
    Brant, R. (1990). Assessing proportionality in the proportional odds model for ordinal logistic
    regression. Biometrics, 46, 1171-1178. https://doi.org/10.2307/2532457
    """
    answers = _checked(answers)
    present = np.isfinite(answers)
    n = int(present.any(axis=1).sum())
    model = _fit(answers)
    if isinstance(model, str):
        return not_available(model, n=n, method=CHECK)
    used = np.unique(answers[present])
    if used.size < 3:
        return not_available("two answers are in use, so there is one odds ratio only", n=n, method=CHECK)
    counts = (answers[:, :, None] == used).sum(axis=0)
    if counts.min() == 0:
        wave, answer = np.argwhere(counts == 0)[0]
        return not_available(
            f"nobody gave answer {used[answer]:g} in wave {wave + 1}: every answer in use must occur in "
            "every wave to compare them one by one",
            n=n,
            method=CHECK,
        )
    row, wave = np.nonzero(present)
    codes = np.searchsorted(used, answers[row, wave])
    apart = separate_thresholds(wave, codes, np.unique(row, return_inverse=True)[1], used.size)
    if apart is None:
        return not_available("the model with separate odds ratios has no maximum", n=n, method=CHECK)
    chi2 = max(2.0 * (apart - model.log_likelihood), 0.0)
    df = (used.size - 2) * (answers.shape[1] - 1)
    return Estimate(
        value=chi2,
        n=n,
        method=CHECK,
        test_statistic=chi2,
        df=float(df),
        p_value=float(special.chdtrc(df, chi2)),
    )


def _checked(answers: Array) -> Array:
    answers = np.asarray(answers, dtype=float)
    if answers.ndim != 2 or answers.shape[1] < 2 or np.isinf(answers).any():
        raise ValueError(f"answers are respondents by two or more waves, not {answers.shape}")
    return answers


def _fit(answers: Array) -> CumulativeLogitFit | str:
    """The model with one effect per later wave, or why there is none."""
    present = np.isfinite(answers)
    used = np.unique(answers[present])
    if reason := _refusal(present, used):
        return reason
    row, wave = np.nonzero(present)
    X = (wave[:, None] == np.arange(1, answers.shape[1])).astype(float)
    codes = np.searchsorted(used, answers[row, wave])
    fit = fit_cumulative_logit(X, codes, np.unique(row, return_inverse=True)[1], used.size)
    return fit if fit is not None else _unbounded(answers)


def _unbounded(answers: Array) -> str:
    """Why the likelihood has no maximum."""
    if answers.shape[1] > 2:
        return "moves are so one-sided, or answers so alike in all waves, that the odds ratio has no bound"
    moves = np.sign(answers[:, 1] - answers[:, 0])
    up, down = int((moves > 0.0).sum()), int((moves < 0.0).sum())
    if not up and not down:
        return "nobody changed the answer, so there are no odds of a change"
    if not up or not down:
        way = "higher" if up else "lower"
        return (
            f"all {up + down} who changed their answer went {way}, so the odds ratio has no bound: "
            "see the shares who answered higher, alike and lower"
        )
    return (
        f"only {up + down} of {int(np.isfinite(moves).sum())} changed their answer, too few to bound the "
        "odds ratio: see the shares who answered higher, alike and lower"
    )


def _refusal(present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], used: Array) -> str:
    respondents = int(present.any(axis=1).sum())
    if respondents < LMM_REFUSED_BELOW:
        return f"needs at least {LMM_REFUSED_BELOW} respondents with an answer, and {there_are(respondents)}"
    if not present.any(axis=0).all():
        return "one of the waves has no answer"
    if not (present.sum(axis=1) > 1).any():
        return "nobody answered in two waves"
    if used.size > MOST_CATEGORIES:
        return f"is for items of at most {MOST_CATEGORIES} answers, not {used.size}: use the mean change"
    return "everyone gave the same answer" if used.size < 2 else ""


def _missing(reason: str, n: int) -> OrdinalChange:
    missing = not_available(reason, n=n, method=METHOD)
    return OrdinalChange(odds_ratio=missing, log_odds_ratio=missing, expected_change=math.nan)


def _change(fit: CumulativeLogitFit, position: int, used: Array, n: int, level: float) -> OrdinalChange:
    value, std_error = float(fit.beta[position]), math.sqrt(float(fit.covariance[position, position]))
    margin = z_critical(level) * std_error
    z = value / std_error
    logarithm = Estimate(
        value=value,
        interval=Interval(low=value - margin, high=value + margin, level=level),
        n=n,
        method=METHOD,
        std_error=std_error,
        test_statistic=z,
        p_value=normal_two_sided_p(z),
    )
    ratio = Estimate(
        value=math.exp(value),
        interval=Interval(low=math.exp(value - margin), high=math.exp(value + margin), level=level),
        n=n,
        method=METHOD,
        test_statistic=z,
        p_value=logarithm.p_value,
    )
    return OrdinalChange(
        odds_ratio=ratio,
        log_odds_ratio=logarithm,
        expected_change=_expected_answer(fit, value, used) - _expected_answer(fit, 0.0, used),
    )


def _expected_answer(fit: CumulativeLogitFit, shift: float, used: Array) -> float:
    """Mean answer code over all respondents, by Gauss-Hermite quadrature."""
    at_most = special.expit(fit.thresholds[:, None] - shift - fit.sd_group * NODES)
    shares = np.diff(at_most @ WEIGHTS / WEIGHTS.sum(), prepend=0.0, append=1.0)
    return float(shares @ used)


STATISTIC = Statistic(
    name="ordinal_change",
    family="change",
    label="Change of an item (odds ratio)",
    formula="logit P(Y <= k) = threshold_k - wave - u_respondent",
    reference="Agresti, A. (2010). Analysis of ordinal categorical data (2nd ed.). Wiley. "
    "https://doi.org/10.1002/9780470594001",
    compute=ordinal_change,
)
