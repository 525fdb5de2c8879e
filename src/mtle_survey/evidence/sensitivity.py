"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.everyone import wave_change
from mtle_survey.evidence.imputation import METHOD as IMPUTED
from mtle_survey.evidence.imputation import pooled_change
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import clustered_change
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import Row, Table, row

MODEL = "sensitivity"
BASE = "linked"
LABELS: Mapping[str, str] = {
    BASE: "people with both scores",
    "exact_links": "exact matches of identifiers alone",
    "exact_and_near_links": "exact and near matches of identifiers",
    "without_careless": "without responses that look careless",
    "everyone": "everyone with a score in any wave",
    "sites": "with the sites respected",
    "imputed": "unanswered questions filled in several times",
}

Flags = Mapping[str | None, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One scale worked out in every way.

    Attributes
    ----------
    scale : str
    contrast : str
    ways : mapping of way to Row
        The first is the change that leads the report.
    """

    scale: str
    contrast: str
    ways: Mapping[str, Row]

    @property
    def changed(self) -> tuple[str, ...]:
        """The ways whose conclusion is another one: where the interval lies."""
        led = conclusion(self.ways[BASE])
        return tuple(name for name, r in self.ways.items() if r.available and conclusion(r) != led)

    @property
    def sentence(self) -> str:
        """Whether the conclusion changed, for people; the scale by its id."""
        return self.told(self.scale)

    def told(self, title: str) -> str:
        """The same sentence about a scale called ``title``."""
        base, others = self.ways[BASE], [n for n, r in self.ways.items() if r.available and n != BASE]
        if not base.available:
            return f"{title}: the change cannot be given ({base.unavailable})."
        if not others:
            return f"{title}: there is no other way to work out the change."
        led = f"{title}: the conclusion ({conclusion(base)})"
        if not self.changed:
            return f"{led} is the same in all {len(others) + 1} ways."
        told = "; ".join(f"{LABELS[name]}: {conclusion(self.ways[name])}" for name in self.changed)
        return f"{led} depends on the way: {told}."


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The grid of scales by ways.

    Attributes
    ----------
    lines : tuple of Line
    """

    lines: tuple[Line, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """One per scale."""
        return tuple(line.sentence for line in self.lines)

    @property
    def table(self) -> Table:
        """A ``mean_change`` row per scale and way, and whether any conclusion changed."""
        rows: list[Row] = []
        for line in self.lines:
            rows += line.ways.values()
            other = [name for name, r in line.ways.items() if r.available and name != BASE]
            base = line.ways[BASE]
            answer = (
                Estimate(value=float(bool(line.changed)), n=base.n or 0)
                if base.available and other
                else not_available(base.unavailable or "there is no other way", n=base.n or 0)
            )
            rows.append(
                row("conclusion_changed", answer, model=MODEL, scale=line.scale, contrast=line.contrast)
            )
        return Table.of(rows)


def conclusion(found: Row) -> str:
    """``rose``, ``fell`` or ``uncertain``: where the interval lies.

    Where everyone changed by the same amount there is no interval and nothing is uncertain: the amount
    decides, and an amount of zero is ``unchanged``.
    """
    low, high = found.conf_low, found.conf_high
    if low is None and high is None and found.std_error == 0.0 and found.estimate is not None:
        return "unchanged" if found.estimate == 0.0 else "rose" if found.estimate > 0.0 else "fell"
    if low is not None and low > 0.0:
        return "rose"
    return "fell" if high is not None and high < 0.0 else "uncertain"


def sensitivity(
    panel: Panel,
    scales: Sequence[str],
    link_again: Callable[[bool], Links | None],
    careless: Flags,
    *,
    imputed: bool = False,
) -> Sensitivity:
    """The change from the first to the last wave, worked out in every way that the data allow.

    Parameters
    ----------
    panel : Panel
    scales : sequence of str
        Those that the study is judged by.
    link_again : callable
        People linked with (True) or without (False) near matches of identifiers.
    careless : mapping of wave to (n,) bool array
        Responses that look careless.
    imputed : bool
        Whether unanswered questions are also filled in.

    Notes
    -----
    With up to three sites CR2 says nothing, so the sites are held constant instead.
    """
    main = panel.main_contrast
    if main is None:
        return Sensitivity()
    other = link_again(not panel.links.fuzzy)
    relinked = None if other is None or same_people(other, panel.links) else panel.linked_by(other)
    kept = panel.scored_by(_without(panel.scores, careless)) if _any(careless) else None
    lines = []
    for scale in scales:
        if panel.pair(main, scale) is None:
            continue
        found = {BASE: _linked(panel, main, scale)}
        if relinked is not None:
            way = "exact_links" if panel.links.fuzzy else "exact_and_near_links"
            found[way] = _linked(relinked, main, scale)
        if kept is not None:
            found["without_careless"] = _linked(kept, main, scale)
        found["everyone"] = wave_change(panel.fit(scale), main, panel.level)
        if panel.cluster is not None:
            found["sites"] = _sites(panel, main, scale)
        if imputed:
            found["imputed"] = _imputed(panel, main, scale)
        lines.append(_line(scale, main, found))
    return Sensitivity(tuple(lines))


def same_people(a: Links, b: Links) -> bool:
    """Whether two ways of linking come to the same people."""
    return a.waves == b.waves and a.index.shape == b.index.shape and bool((a.index == b.index).all())


def _line(scale: str, main: Contrast, found: Mapping[str, Estimate]) -> Line:
    ways = {
        name: row(
            "mean_change",
            replace(estimate, method=f"{name}/{estimate.method}"),
            headline=name == BASE,
            model=MODEL,
            scale=scale,
            contrast=main.name,
        )
        for name, estimate in found.items()
    }
    return Line(scale=scale, contrast=main.name, ways=ways)


def _linked(panel: Panel, main: Contrast, scale: str) -> Estimate:
    pairs = panel.pair(main, scale)
    if pairs is None:
        return not_available("the waves did not score the scale alike", n=0, method="paired_t")
    return mean_change(pairs.pre, pairs.post, panel.level)


def _sites(panel: Panel, main: Contrast, scale: str) -> Estimate:
    pairs = panel.pair(main, scale)
    if pairs is None or panel.cluster is None:
        return not_available("there are no sites", n=0, method="CR2")
    return clustered_change(pairs, panel.field(panel.cluster)[pairs.person], panel.level)


def _imputed(panel: Panel, main: Contrast, scale: str) -> Estimate:
    pooled = pooled_change(panel, main, scale)
    return not_available(pooled, n=0, method=IMPUTED) if isinstance(pooled, str) else pooled.estimate


def _any(careless: Flags) -> bool:
    return any(bool(flags.any()) for flags in careless.values())


def _without(scores: Mapping[str | None, Scores], careless: Flags) -> dict[str | None, Scores]:
    """Scores in which flagged responses have none."""
    kept = {}
    for wave, found in scores.items():
        flags = careless.get(wave, np.zeros(len(found.values), dtype=bool))
        kept[wave] = replace(found, values=np.where(flags[:, None], np.nan, found.values))
    return kept
