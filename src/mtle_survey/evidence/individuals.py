"""How many people changed by more than the error of the score; never who."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.pairs import Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.reliable_change import Form, ReliableChange, reliable_change
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.table import About, Row, Table, row

HEADLINE: Form = "unequal_variance"
FORMS: tuple[Form, ...] = (HEADLINE, "jacobson_truax", "regression_adjusted")
IN_RETROSPECT = (
    "a score given in retrospect has no reliability of that time, so no single change can be judged"
)


def individuals(panel: Panel) -> Table:
    """Reliable change in aggregate, what chance alone would show, and how changes are distributed.

    The reliability is coefficient alpha of the earlier wave, which does not count what varies from day to
    day: the counts are optimistic. Jacobson and Truax's form and the one that allows for regression to the
    mean stand beside the form with unequal variances.
    """
    rows: list[Row] = []
    for contrast in panel.contrasts:
        for pairs in panel.pairs(contrast):
            rows += _reliable(panel, pairs)
            rows += _distribution(panel, pairs)
    return Table.of(rows)


def earlier_alpha(panel: Panel, pairs: Pairs) -> Estimate:
    """Coefficient alpha of the earlier wave, from everyone who answered all items of the scale."""
    keyed = panel.scores[pairs.contrast.earlier].keyed[pairs.scale]
    S, n = sample_moments(keyed[np.isfinite(keyed).all(axis=1)])
    return alpha_from_moments(S, n, panel.level)


def _reliable(panel: Panel, pairs: Pairs) -> Iterator[Row]:
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name}
    alpha = earlier_alpha(panel, pairs)
    refusal = IN_RETROSPECT if panel.looks_back(pairs.contrast) else alpha.unavailable
    at_start: About = {**about, "wave": pairs.contrast.earlier}
    yield row("reliability_used", alpha.with_method("alpha"), **at_start)
    items = len(panel.scores[pairs.contrast.earlier].administered[pairs.scale])
    for form in FORMS:
        headline = form == HEADLINE
        found = None
        if not refusal:
            reliability = float(np.clip(alpha.value, 0.0, 1.0))
            found = reliable_change(pairs.pre, pairs.post, reliability, panel.level, form=form, items=items)
        missing = not_available(refusal, n=len(pairs.pre), method=f"reliable_change/{form}")
        for statistic, estimate in _estimates(found, missing, panel.level).items():
            yield row(statistic, estimate, headline=headline, **about)


def _estimates(found: ReliableChange | None, missing: Estimate, level: float) -> dict[str, Estimate]:
    """The three shares, what chance alone puts on each side, and the smallest change that counts."""
    if found is None or not found.improved.available:
        reason = missing if found is None else found.improved
        return dict.fromkeys(("reliable_improved", "reliable_same", "reliable_declined"), reason)
    n, method = found.improved.n, found.improved.method
    estimates = {
        "reliable_improved": found.improved,
        "reliable_same": found.same,
        "reliable_declined": found.declined,
        "reliable_by_chance": Estimate(value=(1.0 - level) / 2.0, n=n, method=method),
    }
    if np.isfinite(found.minimum_change):
        estimates["reliable_least"] = Estimate(value=found.minimum_change, n=n, method=method)
    return estimates


def _distribution(panel: Panel, pairs: Pairs) -> Iterator[Row]:
    """Shares of people by the size of their change; the middle bin holds those who stayed the same."""
    change, step = pairs.post - pairs.pre, panel.meaningful_step(pairs.scale)
    bins = change_bins(change, step)
    if not len(bins):
        return
    for k in range(int(bins.min()), int(bins.max()) + 1):
        found = share(int((bins == k).sum()), len(bins), panel.level).with_method("histogram")
        yield row(
            "change_share",
            found,
            scale=pairs.scale,
            contrast=pairs.contrast.name,
            factor=bin_name(k, step),
        )


def change_bins(change: Array, step: float) -> np.ndarray:
    """The bin of each change: 0 within the step, k up to 2 k + 1 steps from zero, in its direction.

    The bins agree with the counts of those who rose, stayed and fell: a change of exactly the step has
    stayed.
    """
    if step <= 0.0:
        return np.sign(change).astype(int)
    away = np.maximum(np.ceil(np.round((np.abs(change) / step - 1.0) / 2.0, 9)), 0.0)
    return (np.sign(change) * away).astype(int)


def bin_name(k: int, step: float) -> str:
    """``-0.25 to 0.25``: the limits of a bin, of which the one further from zero belongs to it."""
    low, high = (2 * k - 1) * step, (2 * k + 1) * step
    return f"{low:.6g} to {high:.6g}"
