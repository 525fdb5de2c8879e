"""Program effect with the baseline held constant."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.paired import checked_pairs
from mtle_survey.stats.clusters.labels import Labels
from mtle_survey.stats.comparison.adjusted import program_effect
from mtle_survey.stats.comparison.arms import Program, program_mask
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def ancova_effect(
    pre: Array,
    post: Array,
    program: Program,
    *,
    covariates: Array | None = None,
    cluster: Labels | None = None,
    level: float = 0.95,
) -> Estimate:
    """Difference of later scores between program and comparison respondents who started alike.

    The model for groups that were randomised or selected on the baseline score itself.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    program : (n,) booleans
        True for the program group.
    covariates : (n, q) float array, optional
        Further baseline characteristics to hold constant.
    cluster : (n,) labels, optional
        Clusters for CR2 errors.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units, positive when the program group ended higher; method ``ols`` or ``CR2``.

    Not available when
    ------------------
    Fewer than 2 respondents (with clusters: 2 clusters) in an arm, dependent predictors, or no residual
    degree of freedom.

    Notes
    -----
    Coefficient of program in post ~ 1 + program + pre + covariates.

    References
    ----------
    Van Breukelen, G. J. P. (2006). ANCOVA versus change from baseline had more power in randomized studies
    and more bias in nonrandomized studies. Journal of Clinical Epidemiology, 59, 920-925.
    https://doi.org/10.1016/j.jclinepi.2006.02.007
    """
    pre, post = checked_pairs(pre, post)
    held = pre[:, None] if covariates is None else np.column_stack([pre, covariates])
    return program_effect(post, program_mask(program, pre.size), held, cluster, level)


STATISTIC = Statistic(
    name="ancova_effect",
    family="comparison",
    label="Program effect, baseline held constant",
    formula="b of program in post ~ 1 + program + pre",
    reference="Van Breukelen, G. J. P. (2006). ANCOVA versus change from baseline had more power in "
    "randomized studies and more bias in nonrandomized studies. Journal of Clinical Epidemiology, 59, "
    "920-925. https://doi.org/10.1016/j.jclinepi.2006.02.007",
    compute=ancova_effect,
)
