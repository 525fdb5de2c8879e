"""The smallest numbers of respondents on which a factor model is still printed, with their sources."""

from __future__ import annotations

from mtle_survey.counting import counted

# de Winter, Dodou & Wieringa (2009), Multivariate Behavioral Research 44, 147-181,
# https://doi.org/10.1080/00273170902794206: below fifty loadings are not recovered unless near 1.
EFA_REFUSED_BELOW = 50
EFA_RESPONDENTS_PER_ITEM = 3

# Boomsma (1985), Psychometrika 50, 229-242, https://doi.org/10.1007/BF02294248: below one hundred
# respondents improper and non-converged solutions are frequent.
CFA_REFUSED_BELOW = 100
CFA_WARNED_BELOW = 200

# Meade & Bauer (2007), Structural Equation Modeling 14, 611-635,
# https://doi.org/10.1080/10705510701575461: small groups cannot show a lack of invariance.
INVARIANCE_CONTINUOUS_REFUSED_BELOW = 100
INVARIANCE_ORDINAL_REFUSED_BELOW = 200
INVARIANCE_WARNED_BELOW = 300

# Reise & Yu (1990), Journal of Educational Measurement 27, 133-144,
# https://doi.org/10.1111/j.1745-3984.1990.tb00738.x, recommend 500; below 200 slopes are not recovered.
IRT_REFUSED_BELOW = 200
IRT_WARNED_BELOW = 500


def too_few_for_efa(n: int, p: int) -> str:
    """Why an exploratory analysis is refused, or an empty string."""
    needed = max(EFA_REFUSED_BELOW, EFA_RESPONDENTS_PER_ITEM * p)
    if n >= needed:
        return ""
    people, items = counted(n, "complete respondent"), counted(p, "item")
    return f"{people} for {items}; exploratory factor analysis needs at least {needed}"


def too_few_for_cfa(n: int) -> str:
    """Why a confirmatory analysis is refused, or an empty string."""
    if n >= CFA_REFUSED_BELOW:
        return ""
    return f"{counted(n, 'respondent')}; confirmatory factor analysis needs at least {CFA_REFUSED_BELOW}"


def too_few_for_invariance(n: int, ordinal: bool) -> str:
    """Why invariance is not testable with so few respondents in the smallest group, or an empty string."""
    needed = INVARIANCE_ORDINAL_REFUSED_BELOW if ordinal else INVARIANCE_CONTINUOUS_REFUSED_BELOW
    if n >= needed:
        return ""
    kind = "ordinal" if ordinal else "continuous"
    return f"not testable: {counted(n, 'respondent')}; invariance of {kind} items needs at least {needed}"
