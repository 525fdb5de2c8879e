"""Did one score rise before another? The order of gains over three waves, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.table import About, Row, Table, row

MODEL = "order"
METHOD = "first_wave_sd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A declared order of gains.

    Attributes
    ----------
    first, then : str
        The scale expected to rise from the first to the second wave, and the one expected to follow from
        the second to the third.
    waves : tuple of three str
        In time order.
    """

    first: str
    then: str
    waves: tuple[str, str, str]

    @property
    def name(self) -> str:
        """How rows name the order; two scores can be expected in order over several sets of waves."""
        return f"{self.first} before {self.then}, {self.waves[0]} to {self.waves[-1]}"

    @property
    def periods(self) -> tuple[Contrast, Contrast]:
        """The early and the late period."""
        first, second, third = self.waves
        return Contrast(second, first), Contrast(third, second)

    @property
    def contrast(self) -> str:
        """Between which waves the order is looked at: the early gain less the late one."""
        early, late = self.periods
        return f"({early.name}) - ({late.name})"

    @property
    def crossed(self) -> str:
        """The early gain beside the late one, as rows about both of them name it."""
        early, late = self.periods
        return f"({early.name}) x ({late.name})"


def order_of_gains(panel: Panel, declared: Sequence[Order]) -> Table:
    """Early and late gains of both scales among the people with all six scores, and which came first.

    ``order_difference`` is above zero when the scale declared first gained relatively more in the early
    period, and the other relatively more in the late one; gains count in standard deviations of the first
    wave. ``order_spearman`` is the rank correlation of the early gain of ``scale`` with the late gain of
    ``with``, for the declared order and for its reverse. Their ``contrast`` names both periods:
    ``(mid - pre) - (post - mid)`` and ``(mid - pre) x (post - mid)``.
    """
    rows: list[Row] = []
    for order in dict.fromkeys(declared):
        rows += _rows(panel, order)
    return Table.of(rows)


def _rows(panel: Panel, order: Order) -> Iterator[Row]:
    scores = {scale: _scores(panel, scale, order.waves) for scale in (order.first, order.then)}
    lacking = [scale for scale, found in scores.items() if found is None]
    if lacking:
        reason = f"{' and '.join(lacking)}: not scored alike in {', '.join(order.waves)}"
        missing = not_available(reason, n=0, method=METHOD)
        yield row("order_difference", missing, **_about(order))
        return
    first, then = (found for found in scores.values() if found is not None)
    both = np.isfinite(first).all(axis=1) & np.isfinite(then).all(axis=1)
    first, then = first[both], then[both]
    for scale, values in ((order.first, first), (order.then, then)):
        for k, period in enumerate(order.periods):
            gain = mean_change(values[:, k], values[:, k + 1], panel.level)
            yield row("mean_change", gain, model=MODEL, scale=scale, factor=order.name, contrast=period.name)
    yield row("order_difference", _difference(first, then, panel.level), **_about(order))
    for one, other, a, b in (
        (order.first, order.then, first, then),
        (order.then, order.first, then, first),
    ):
        followed = dose_spearman(a[:, 1] - a[:, 0], b[:, 2] - b[:, 1], panel.level)
        beside: About = {**_about(order), "scale": one, "with_": other, "contrast": order.crossed}
        yield row("order_spearman", followed, **beside)


def _about(order: Order) -> About:
    return {
        "model": MODEL,
        "scale": order.first,
        "with_": order.then,
        "factor": order.name,
        "contrast": order.contrast,
    }


def _scores(panel: Panel, scale: str, waves: Sequence[str]) -> Array | None:
    """(r, 3) scores by person, or None where the waves did not score the scale on the same items."""
    administered = [panel.scores[w].administered.get(scale) if w in panel.scores else None for w in waves]
    if None in administered or len(set(administered)) > 1:
        return None
    return np.column_stack([panel.score(wave, scale) for wave in waves])


def _difference(first: Array, then: Array, level: float) -> Estimate:
    n = len(first)
    spreads = [float(values[:, 0].std(ddof=1)) if n > 1 else 0.0 for values in (first, then)]
    if min(spreads) <= 0.0:
        return not_available(f"the first scores of the {n} people do not vary", n=n, method=METHOD)
    early_less_late = [
        (2.0 * values[:, 1] - values[:, 0] - values[:, 2]) / spread
        for values, spread in zip((first, then), spreads, strict=True)
    ]
    lead = early_less_late[0] - early_less_late[1]
    return mean_change(np.zeros(n), lead, level).with_method(METHOD)
