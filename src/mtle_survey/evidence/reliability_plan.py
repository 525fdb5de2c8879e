"""How many respondents, and how many items, the next survey needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.reliability.planning import (
    MOST_RESPONDENTS,
    items_for_reliability,
    respondents_for_alpha_interval,
)
from mtle_survey.stats.reliability.spearman_brown import stepped_up
from mtle_survey.table import Row, Table, row


def reliability_plan(
    answers: Iterable[ScaleAnswers], coefficients: Table, width: float, target: float, level: float
) -> Table:
    """Respondents for an interval of alpha of a given width, and items for a given reliability.

    Both take the present alpha as it stands; new items are taken to be like the old ones.

    Parameters
    ----------
    answers : iterable of ScaleAnswers
    coefficients : Table
        With alpha per scale and wave.
    width : float
        Upper minus lower bound.
    target : float
        Reliability that is wanted.
    level : float
        Confidence level.

    Returns
    -------
    Table
        Per scale and wave ``respondents_needed``, ``items_needed`` and ``reliability_if_doubled``.
    """
    alphas = {
        (r.scale, r.wave): r
        for r in coefficients
        if r.statistic == "alpha" and r.headline and r.group is None and r.estimate is not None
    }
    return Table.of(
        made
        for scale in answers
        if len(scale.items) > 1
        for made in _of_scale(scale, alphas.get((scale.scale, scale.wave)), width, target, level)
    )


def _of_scale(
    scale: ScaleAnswers, alpha: Row | None, width: float, target: float, level: float
) -> Iterator[Row]:
    for statistic, estimate in _estimates(len(scale.items), alpha, width, target, level):
        yield row(statistic, estimate, scale=scale.scale, wave=scale.wave)


def _estimates(
    k: int, alpha: Row | None, width: float, target: float, level: float
) -> Iterator[tuple[str, Estimate]]:
    methods = {
        "respondents_needed": f"feldt/{width:g}",
        "items_needed": f"spearman_brown/{target:g}",
        "reliability_if_doubled": "spearman_brown",
    }
    n = 0 if alpha is None else alpha.n or 0
    present = None if alpha is None else alpha.estimate
    if present is None or not 0.0 < present < 1.0:
        reason = "planning starts from an alpha between 0 and 1, and this scale has none"
        for statistic, method in methods.items():
            yield statistic, not_available(reason, n=n, method=method)
        return
    try:
        needed = Estimate(
            value=float(respondents_for_alpha_interval(present, k, width, level)),
            n=n,
            method=methods["respondents_needed"],
        )
    except ValueError:
        reason = f"an interval so narrow takes more than {MOST_RESPONDENTS} respondents"
        needed = not_available(reason, n=n, method=methods["respondents_needed"])
    yield "respondents_needed", needed
    items = items_for_reliability(present, k, target)
    yield "items_needed", Estimate(value=float(items), n=n, method=methods["items_needed"])
    doubled = stepped_up(present, 2.0)
    yield "reliability_if_doubled", Estimate(value=doubled, n=n, method=methods["reliability_if_doubled"])
