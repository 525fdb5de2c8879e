"""What else could make scores change, or keep them from changing, without a comparison group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mtle_survey.evidence.individuals import earlier_alpha
from mtle_survey.evidence.pairs import Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.ceiling import ceiling
from mtle_survey.stats.change.oldham import oldham
from mtle_survey.stats.change.regression_to_mean import regression_to_mean
from mtle_survey.stats.change.tobit_change import tobit_change
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import About, Row, Table, row


def threats(panel: Panel) -> Table:
    """Ceiling, change against level after Oldham, and regression to the mean of people chosen by scores.

    Statistics are about scores where higher is better; for a scale whose lower end is the better one they
    are about the floor. Where the end of the scale left too little room, ``tobit_change`` tells the change
    that it may have hidden.
    """
    rows: list[Row] = []
    for contrast in panel.contrasts:
        for pairs in panel.pairs(contrast):
            rows += _room(panel, pairs)
            drawn_together = oldham(pairs.pre, pairs.post, panel.level)
            rows.append(row("oldham", drawn_together, scale=pairs.scale, contrast=contrast.name))
            rows += _regression(panel, pairs)
    return Table.of(rows)


def _room(panel: Panel, pairs: Pairs) -> Iterator[Row]:
    scores = panel.scores[pairs.contrast.earlier]
    lower_is_better = panel.instrument.scale[pairs.scale].direction == "lower"
    sign = -1.0 if lower_is_better else 1.0
    best = -scores.low[pairs.scale] if lower_is_better else scores.high[pairs.scale]
    found = ceiling(sign * pairs.pre, sign * pairs.post, best, scores.step[pairs.scale], panel.level)
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name}
    n = len(pairs.pre)
    headroom = (
        Estimate(value=found.headroom_sd, n=n)
        if found.headroom_sd == found.headroom_sd
        else not_available("the earlier scores do not vary", n=n)
    )
    at_start: About = {**about, "wave": pairs.contrast.earlier}
    yield row("at_best", found.at_ceiling, **at_start)
    yield row("headroom", headroom, **at_start)
    yield row("share_of_possible_gain", found.share_of_possible_gain, **about)
    limited = Estimate(value=float(found.limits_change), n=n, method="share_above_15_or_headroom_below_1")
    yield row("ceiling_limits_change", limited, **about)
    if found.limits_change:
        low, high = scores.low[pairs.scale], scores.high[pairs.scale]
        yield row("tobit_change", tobit_change(pairs.pre, pairs.post, low, high, panel.level), **about)


def _regression(panel: Panel, pairs: Pairs) -> Iterator[Row]:
    """Change to be expected of people who were chosen for low (or high) scores, though nobody changed.

    Only where the study declares who was chosen, and from what distribution of scores.
    """
    chosen = panel.design.get("selected") or {}
    if chosen.get("scale") != pairs.scale or panel.looks_back(pairs.contrast):
        return
    alpha = earlier_alpha(panel, pairs)
    side: Literal["below", "above"] = "below" if "below" in chosen else "above"
    if alpha.available and 0.0 <= alpha.value <= 1.0:
        expected = regression_to_mean(chosen[side], chosen["mean"], chosen["sd"], alpha.value, chosen=side)
        estimate = Estimate(value=expected, n=len(pairs.pre), method="alpha")
    else:
        reason = alpha.unavailable or "the reliability is below 0"
        estimate = not_available(reason, n=len(pairs.pre), method="alpha")
    yield row("regression_to_mean", estimate, scale=pairs.scale, contrast=pairs.contrast.name)
