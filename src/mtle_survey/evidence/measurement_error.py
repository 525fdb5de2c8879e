"""The standard error of measurement at low, middling and high scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.stats.estimate import in_unit, not_available
from mtle_survey.stats.gates import CONDITIONAL_SEM_REFUSED_BELOW
from mtle_survey.stats.reliability.conditional_sem import conditional_sem
from mtle_survey.table import Row, Table, row

QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)
METHOD = "feldt_qualls/cubic"


def conditional_errors(answers: Iterable[ScaleAnswers]) -> Table:
    """Standard error of measurement at scores between the tenth and the ninetieth percentile.

    The score a row is about stands as ``factor``.
    """
    return Table.of(r for scale in answers for r in _of_scale(scale))


def _of_scale(scale: ScaleAnswers) -> Iterator[Row]:
    x = scale.complete
    n = len(x)
    if n < CONDITIONAL_SEM_REFUSED_BELOW:
        reason = f"errors at single scores need at least {CONDITIONAL_SEM_REFUSED_BELOW} complete respondents"
        estimate = not_available(reason, n=n, method=METHOD)
        yield row("conditional_sem", estimate, scale=scale.scale, wave=scale.wave)
        return
    means, scores = x.mean(axis=1), scale.scores[scale.answered_all]
    order = np.argsort(means, kind="stable")
    chosen = [order[round(q * (n - 1))] for q in QUANTILES]
    at = {f"{scores[i]:g}": float(means[i]) for i in chosen}
    for score, estimate in zip(at, conditional_sem(x, list(at.values())), strict=True):
        yield row(
            "conditional_sem",
            in_unit(estimate, scale.unit),
            scale=scale.scale,
            factor=score,
            wave=scale.wave,
        )
