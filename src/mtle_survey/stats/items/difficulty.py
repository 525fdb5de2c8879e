"""How many answer a test item correctly."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.description.columns import as_columns
from mtle_survey.stats.description.shares import shares
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def difficulty(x: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Share of right answers; the lower, the harder the item.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        1 for a right and 0 for a wrong answer; nan where there is none. Missing answers are left out.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One share in [0, 1] per item; ``n`` is the number of answers. Method ``wilson``.

    Not available when
    ------------------
    Nobody answered the item.

    Notes
    -----
    Right answers / answers.

    References
    ----------
    Lord & Novick (1968). Statistical theories of mental test scores, section 15.2. Addison-Wesley.
    """
    columns = as_columns(x)
    given = ~np.isnan(columns)
    if not np.isin(columns[given], (0.0, 1.0)).all():
        raise ValueError("expected 1 for right and 0 for wrong answers")
    return shares(columns == 1.0, given, level, "a share of right answers")


STATISTIC = Statistic(
    name="difficulty",
    family="items",
    label="Difficulty (share of right answers)",
    formula="right answers / answers",
    reference=(
        "Lord, F. M., & Novick, M. R. (1968). Statistical theories of mental test scores. Addison-Wesley."
    ),
    compute=difficulty,
)
