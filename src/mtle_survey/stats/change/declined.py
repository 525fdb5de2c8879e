"""Share who declined, by a meaningful step."""

from __future__ import annotations

from mtle_survey.stats.change.direction import direction_counts, share
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def declined(pre: Array, post: Array, meaningful_step: float, level: float = 0.95) -> Estimate:
    """Share of respondents whose score fell beyond the meaningful step.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps; higher is better.
    meaningful_step : float
        Largest change, in score units, that still counts as none.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        A share, 0 to 1, with Wilson's interval; ``direction_counts`` gives the counts.

    Not available when
    ------------------
    There is no pair.

    Notes
    -----
    #(post - pre < -step) / n.

    References
    ----------
    Wilson, E. B. (1927). Journal of the American Statistical Association, 22, 209-212.
    https://doi.org/10.1080/01621459.1927.10502953
    """
    counts = direction_counts(pre, post, meaningful_step)
    return share(counts.declined, counts.n, level)


STATISTIC = Statistic(
    name="declined",
    family="change",
    label="Share who declined",
    formula="#(post - pre < -step) / n",
    reference="Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
    "Journal of the American Statistical Association, 22(158), 209-212. "
    "https://doi.org/10.1080/01621459.1927.10502953",
    compute=declined,
)
