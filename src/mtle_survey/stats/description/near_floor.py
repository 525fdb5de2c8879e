"""The share of scores near the lower end of the scale."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.description.columns import as_columns
from mtle_survey.stats.description.shares import shares
from mtle_survey.stats.estimate import Array, Estimate, Statistic

# Scores are means of whole numbers; a half step reached up to rounding is reached.
ROUNDING = 1e-9


def near_floor(x: Array, lowest: float, step: float = 1.0, level: float = 0.95) -> tuple[Estimate, ...]:
    """Share of values within half a response step of the lowest possible one.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Scores in columns; nan where missing. Missing values are left out.
    lowest : float
        The lowest possible score, from the response format and never from the data.
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
    Count of x <= lowest + step / 2, divided by n.

    References
    ----------
    Terwee et al. (2007). Journal of Clinical Epidemiology, 60, 34-42.
    https://doi.org/10.1016/j.jclinepi.2006.03.012
    """
    if step <= 0.0:
        raise ValueError(f"a response step is positive, got {step}")
    columns = as_columns(x)
    near = columns <= lowest + step / 2.0 + ROUNDING
    return shares(near, ~np.isnan(columns), level, "a share near the floor")


STATISTIC = Statistic(
    name="near_floor",
    family="description",
    label="Share near the floor",
    formula="share of scores <= lowest possible + half a response step",
    reference=(
        "Terwee, C. B., Bot, S. D. M., de Boer, M. R., et al. (2007). Quality criteria were proposed for "
        "measurement properties of health status questionnaires. Journal of Clinical Epidemiology, 60(1), "
        "34-42. https://doi.org/10.1016/j.jclinepi.2006.03.012"
    ),
    compute=near_floor,
)
