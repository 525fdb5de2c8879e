"""Program effect as the difference of two groups' changes."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.paired import differences
from mtle_survey.stats.clusters.labels import Labels
from mtle_survey.stats.comparison.adjusted import program_effect
from mtle_survey.stats.comparison.arms import Program, program_mask
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def did_effect(
    pre: Array,
    post: Array,
    program: Program,
    *,
    covariates: Array | None = None,
    cluster: Labels | None = None,
    level: float = 0.95,
) -> Estimate:
    """Mean change of the program group minus mean change of the comparison group.

    It holds if both groups would have changed alike without the program, which one earlier wave cannot
    show.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    program : (n,) booleans
        True for the program group.
    covariates : (n, q) float array, optional
        Baseline characteristics to hold constant, the baseline score not among them.
    cluster : (n,) labels, optional
        Clusters for CR2 errors.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units, positive when the program group gained more; method ``ols`` or ``CR2``.

    Not available when
    ------------------
    As ``ancova_effect``.

    Notes
    -----
    Coefficient of program in (post - pre) ~ 1 + program + covariates; without covariates and clusters this
    is the equal-variance t test of gains.

    References
    ----------
    Van Breukelen, G. J. P. (2006). Journal of Clinical Epidemiology, 59, 920-925.
    https://doi.org/10.1016/j.jclinepi.2006.02.007
    """
    change = differences(pre, post)
    held = np.empty((change.size, 0)) if covariates is None else np.asarray(covariates, dtype=float)
    return program_effect(change, program_mask(program, change.size), held, cluster, level)


STATISTIC = Statistic(
    name="did_effect",
    family="comparison",
    label="Program effect, difference of changes",
    formula="mean change (program) - mean change (comparison)",
    reference="Van Breukelen, G. J. P. (2006). ANCOVA versus change from baseline had more power in "
    "randomized studies and more bias in nonrandomized studies. Journal of Clinical Epidemiology, 59, "
    "920-925. https://doi.org/10.1016/j.jclinepi.2006.02.007",
    compute=did_effect,
)
