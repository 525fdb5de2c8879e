"""The share of scores near the upper end of the scale."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.description.near_floor import near_floor
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def near_ceiling(x: Array, highest: float, step: float = 1.0, level: float = 0.95) -> tuple[Estimate, ...]:
    """Share of values within half a response step of the highest possible one.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Scores in columns; nan where missing. Missing values are left out.
    highest : float
        The highest possible score, from the response format and never from the data.
    step : float
        Distance between neighbouring responses in the unit of the score.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One share in [0, 1] per column; ``n`` is its denominator. Method ``wilson``.

    Not available when
    ------------------
    A column holds no value.

    Notes
    -----
    Count of x >= highest - step / 2, divided by n.

    References
    ----------
    Terwee et al. (2007). Journal of Clinical Epidemiology, 60, 34-42.
    https://doi.org/10.1016/j.jclinepi.2006.03.012
    """
    return near_floor(-np.asarray(x, dtype=np.float64), -highest, step, level)


STATISTIC = Statistic(
    name="near_ceiling",
    family="description",
    label="Share near the ceiling",
    formula="share of scores >= highest possible - half a response step",
    reference=(
        "Terwee, C. B., Bot, S. D. M., de Boer, M. R., et al. (2007). Quality criteria were proposed for "
        "measurement properties of health status questionnaires. Journal of Clinical Epidemiology, 60(1), "
        "34-42. https://doi.org/10.1016/j.jclinepi.2006.03.012"
    ),
    compute=near_ceiling,
)
