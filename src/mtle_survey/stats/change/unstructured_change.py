"""Change over three or more waves when any two waves may be alike to their own degree."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import LMM_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import t_estimate
from mtle_survey.stats.mixed.kenward_roger import kenward_roger_df
from mtle_survey.stats.mixed.wave_covariance import fit_wave_covariance

METHOD = "reml/unstructured/kenward_roger"
PEOPLE_PER_PARAMETER = 3
INDEFINITE = "the covariance of the waves cannot be estimated from these scores"
SMALLEST = 1e-6  # root of the covariance, of its largest; below it some waves say the same


def unstructured_change(scores: Array, contrasts: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Contrasts of wave means with a variance for each wave and a covariance for each two.

    A model with one level for each person takes any two waves to be equally alike, and is too bold about
    waves far apart when likeness fades or people's paces differ. This one takes nothing for granted.

    Parameters
    ----------
    scores : (n, w) float array
        Respondents by waves in time order, w at least 3; nan where a respondent has no score.
    contrasts : (c, w) float array
        Weights of the wave means, one row per contrast.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One per contrast, in score units; ``n`` counts respondents with a score in any wave. Method
        ``reml/unstructured/kenward_roger``.

    Not available when
    ------------------
    Fewer than 10 respondents, or than three for each of the w (w + 1)/2 variances and covariances; two waves
    that nobody answered both of; or a covariance that is not positive definite.

    References
    ----------
    Mallinckrodt, C. H., Lane, P. W., Schnell, D., Peng, Y., & Mancuso, J. P. (2008). Recommendations for the
    primary analysis of continuous endpoints in longitudinal clinical trials. Drug Information Journal, 42,
    303-319. https://doi.org/10.1177/009286150804200402
    """
    check_level(level)
    scores, contrasts = np.asarray(scores, dtype=float), np.asarray(contrasts, dtype=float)
    if scores.ndim != 2 or scores.shape[1] < 3 or contrasts.shape[1:] != scores.shape[1:]:
        raise ValueError(f"three or more waves and a weight for each, not {scores.shape}, {contrasts.shape}")
    present = np.isfinite(scores)
    n, waves = int(present.any(axis=1).sum()), scores.shape[1]
    rows, columns = np.triu_indices(waves)
    least = max(LMM_REFUSED_BELOW, PEOPLE_PER_PARAMETER * rows.size)
    reason = ""
    if n < least:
        reason = (
            f"{rows.size} variances and covariances need at least {least} respondents, and {there_are(n)}"
        )
    elif (present.T.astype(int) @ present).min() < 2:
        reason = "two of the waves were answered by no two people both times"
    parts = np.zeros((rows.size, waves, waves))
    parts[np.arange(rows.size), rows, columns] = 1.0
    parts[np.arange(rows.size), columns, rows] = 1.0
    missing = not_available(reason or INDEFINITE, n=n, method=METHOD)
    if reason:
        return (missing,) * len(contrasts)
    start = np.where(rows == columns, 1.0, 0.5) * float(np.nanvar(scores))
    fit = fit_wave_covariance(
        np.eye(waves), scores, lambda theta: (np.einsum("k,kab->ab", theta, parts), parts), start
    )
    if fit is None or _is_singular(np.einsum("k,kab->ab", fit.parameters, parts)):
        return (missing,) * len(contrasts)
    found = []
    for weights in contrasts:
        df, _ = kenward_roger_df(fit.adjusted, weights[None, :])
        variance = float(weights @ fit.adjusted.covariance @ weights)
        if not (variance > 0.0 and math.isfinite(df) and df > 0.0):
            found.append(missing)
            continue
        value, std_error = float(weights @ fit.beta), math.sqrt(variance)
        found.append(t_estimate(value, std_error, df, n=n, method=METHOD, level=level))
    return tuple(found)


def _is_singular(covariance: Array) -> bool:
    roots = np.linalg.eigvalsh(covariance)
    return bool(roots[0] <= SMALLEST * roots[-1])


STATISTIC = Statistic(
    name="unstructured_change",
    family="change",
    label="Change between waves, any covariance (mixed model)",
    formula="score = wave + e, Cov(e) free, REML; Kenward-Roger df",
    reference="Mallinckrodt, C. H., Lane, P. W., Schnell, D., Peng, Y., & Mancuso, J. P. (2008). "
    "Recommendations for the primary analysis of continuous endpoints in longitudinal clinical trials. Drug "
    "Information Journal, 42(4), 303-319. https://doi.org/10.1177/009286150804200402",
    compute=unstructured_change,
)
