"""Among ordered categories, did more people move up than down?"""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.stats.categorical.mcnemar import mcnemar
from mtle_survey.stats.categorical.transitions import Transitions
from mtle_survey.stats.estimate import Estimate, Statistic

METHOD = "sign_test/exact"


def direction_of_moves(transitions: Transitions, level: float = 0.95) -> Estimate:
    """Share who moved up minus share who moved down, with the exact sign test.

    Parameters
    ----------
    transitions : Transitions
        Moves among categories whose order means something.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        -1 to 1, with Bonett and Price's interval for paired shares.

    Not available when
    ------------------
    There is no respondent.

    Notes
    -----
    The size of a move does not count, only its direction: McNemar's exact test of up against down.

    References
    ----------
    Bonett, D. G., & Price, R. M. (2012). Journal of Educational and Behavioral Statistics, 37, 479-488.
    https://doi.org/10.3102/1076998611411915
    """
    estimate = mcnemar(transitions.up, transitions.down, transitions.n, level)
    return replace(estimate, method=METHOD)


STATISTIC = Statistic(
    name="direction_of_moves",
    family="categorical",
    label="Moved up minus moved down",
    formula="(up - down) / n",
    reference="Bonett, D. G., & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of "
    "binomial proportions based on paired data. Journal of Educational and Behavioral Statistics, 37(4), "
    "479-488. https://doi.org/10.3102/1076998611411915",
    compute=direction_of_moves,
)
