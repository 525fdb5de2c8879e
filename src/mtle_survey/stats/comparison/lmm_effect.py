"""Program effect as the difference of two groups' changes, from everyone with a score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.change.lmm_change import all_changed_alike, wave_contrast
from mtle_survey.stats.comparison.arms import Program, program_mask
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import LMM_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.random_intercept import fit_random_intercept

METHOD = "reml/kenward_roger"
ALIKE = "scores of a respondent do not vary beyond waves and groups"


def lmm_effect(scores: Array, program: Program, level: float = 0.95) -> Estimate:
    """Change of the program group from the first to the last wave, minus that of the comparison group.

    Respondents who answered one wave only help to estimate that wave's mean in their group; if whether they
    answered depends on nothing but their group and their observed scores, the difference is unbiased.

    Parameters
    ----------
    scores : (n, w) float array
        Respondents by waves in time order, w at least 2; nan where a respondent has no score.
    program : (n,) booleans
        True for the program group.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units, positive when the program group gained more; ``n`` counts respondents with a score in
        any wave.

    Not available when
    ------------------
    Fewer than 10 respondents, a wave in which one of the groups has no score, fewer than 2 respondents of a
    group with scores in two waves, or no variation beyond waves and groups.

    Notes
    -----
    score = wave x program + u_respondent + e, wave as a factor, by REML; the interaction of program and the
    last wave, with Kenward and Roger's standard error and degrees of freedom.

    References
    ----------
    Kenward, M. G., & Roger, J. H. (1997). Biometrics, 53, 983-997. https://doi.org/10.2307/2533558
    """
    check_level(level)
    scores = np.asarray(scores, dtype=float)
    if scores.ndim != 2 or scores.shape[1] < 2 or np.isinf(scores).any():
        raise ValueError(f"scores are finite or nan, respondents by two or more waves, not {scores.shape}")
    mask = program_mask(program, scores.shape[0])
    present = np.isfinite(scores)
    n, waves = int(present.any(axis=1).sum()), scores.shape[1]
    if reason := _refusal(present, mask):
        return not_available(reason, n=n, method=METHOD)
    row, wave = np.nonzero(present)
    X = _design(wave, mask[row], waves)
    fit = fit_random_intercept(X, scores[row, wave], np.unique(row, return_inverse=True)[1])
    if fit is None or all(all_changed_alike(scores[arm]) for arm in (mask, ~mask)):
        return not_available(ALIKE, n=n, method=METHOD)
    return wave_contrast(fit, np.eye(2 * waves)[-1], n=n, level=level, df_method="kenward_roger")


def _refusal(present: NDArray[np.bool_], mask: NDArray[np.bool_]) -> str:
    """Why there is no model, or an empty text."""
    respondents = int(present.any(axis=1).sum())
    if respondents < LMM_REFUSED_BELOW:
        return f"needs at least {LMM_REFUSED_BELOW} respondents with a score, and there are {respondents}"
    if not (present[mask].any(axis=0) & present[~mask].any(axis=0)).all():
        return "one of the groups has no score in one of the waves"
    twice = present.sum(axis=1) > 1
    if min(int(twice[mask].sum()), int(twice[~mask].sum())) < 2:
        return "in one of the groups fewer than 2 respondents have scores in two waves"
    return ""


def _design(wave: NDArray[np.intp], program: NDArray[np.bool_], waves: int) -> Array:
    """Intercept and later waves, then the same for the program group."""
    later = (wave[:, None] == np.arange(waves)).astype(float)
    later[:, 0] = 1.0
    return np.column_stack([later, later * program[:, None]])


STATISTIC = Statistic(
    name="lmm_effect",
    family="comparison",
    label="Program effect, difference of changes, from everyone with a score",
    formula="score = wave x program + u_respondent + e, REML; Kenward-Roger df",
    reference="Kenward, M. G., & Roger, J. H. (1997). Small sample inference for fixed effects from "
    "restricted maximum likelihood. Biometrics, 53(3), 983-997. https://doi.org/10.2307/2533558",
    compute=lmm_effect,
)
