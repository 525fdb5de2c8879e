"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.arms import Arms, all_arms, program_group
from mtle_survey.evidence.change_ways import ways_of_change
from mtle_survey.evidence.group_ways import OF_CHANGES, ways_between
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import About, Row, Table, row

MODEL = "sensitivity"
BASE = "linked"
BETWEEN_GROUPS = ("ancova_effect", "did_effect")
LABELS: Mapping[str, str] = {
    BASE: "people with both scores",
    "exact_links": "exact matches of identifiers alone",
    "exact_and_near_links": "exact and near matches of identifiers",
    "without_careless": "without responses that look careless",
    "changes": "the groups' changes compared, without holding the start constant",
    "everyone": "everyone with a score in any wave",
    "everyone_sites_ignored": "everyone with a score in any wave (sites not taken into account)",
    "sites": "with the sites respected",
    "sites_ignored": "as if people of one site had nothing in common",
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
        The first is the number that leads the report: the change; in a comparison the adjusted difference
        of the groups, or the program group's change where they cannot be compared.
    beside : str
        The comparison group, where there are several.
    """

    scale: str
    contrast: str
    ways: Mapping[str, Row]
    beside: str = ""

    @property
    def between_groups(self) -> bool:
        """Whether it is about the difference of two groups."""
        return self.ways[BASE].statistic in BETWEEN_GROUPS

    @property
    def of_program(self) -> bool:
        """Whether it is about the change of the program group alone."""
        return self.ways[BASE].group is not None

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
        what = "difference" if self.between_groups else "change"
        title = f"{title} in the program group" if self.of_program else title
        title = f"{title} beside {self.beside}" if self.beside else title
        if not base.available:
            return f"{title}: the {what} cannot be given ({base.unavailable})."
        if not others:
            return f"{title}: there is no other way to work out the {what}."
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
        """A row of the number per scale and way, and whether any conclusion changed."""
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
            about: About = {
                "model": MODEL,
                "scale": line.scale,
                "contrast": line.contrast,
                "group": base.group,
            }
            rows.append(row("conclusion_changed", answer, **about))
        return Table.of(rows)


def conclusion(found: Row) -> str:
    """``rose``, ``fell`` or ``uncertain``: where the interval lies; ``higher`` and ``lower`` between groups.

    Where everyone changed by the same amount there is no interval and nothing is uncertain: the amount
    decides, and an amount of zero is ``unchanged``.
    """
    above, below = ("higher", "lower") if found.statistic in BETWEEN_GROUPS else ("rose", "fell")
    low, high = found.conf_low, found.conf_high
    if low is None and high is None and found.std_error == 0.0 and found.estimate is not None:
        return "unchanged" if found.estimate == 0.0 else above if found.estimate > 0.0 else below
    if low is not None and low > 0.0:
        return above
    return below if high is not None and high < 0.0 else "uncertain"


def sensitivity(
    panel: Panel,
    scales: Sequence[str],
    link_again: Callable[[bool], Links | None],
    careless: Flags,
    *,
    imputed: bool = False,
) -> Sensitivity:
    """The number that leads the report, from the first to the last wave, in every way that the data allow.

    That is the change; where the design compares groups, how much higher the program group ended than each
    comparison group, or the program group's own change where that cannot be said of the first of them.

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
        Whether unanswered questions are also filled in; not where groups are compared.
    """
    main = panel.main_contrast
    if main is None:
        return Sensitivity()
    others: dict[str, Panel] = {}
    other = link_again(not panel.links.fuzzy)
    if other is not None and not same_people(other, panel.links):
        way = "exact_links" if panel.links.fuzzy else "exact_and_near_links"
        others[way] = panel.linked_by(other)
    if _any(careless):
        others["without_careless"] = panel.scored_by(_without(panel.scores, careless))
    lines: list[Line] = []
    for scale in (s for s in scales if panel.pair(main, s) is not None):
        beside = tuple(_of_differences(panel, others, main, scale))
        if not beside or beside[0] is None:
            found = ways_of_change(panel, others, main, scale, imputed=imputed and not beside)
            lines.append(_of_change(scale, main, program_group(panel.design), *found))
        lines += (line for line in beside if line is not None)
    return Sensitivity(tuple(lines))


def same_people(a: Links, b: Links) -> bool:
    """Whether two ways of linking come to the same people."""
    return a.waves == b.waves and a.index.shape == b.index.shape and bool((a.index == b.index).all())


def _of_change(
    scale: str, main: Contrast, group: str | None, led: Estimate, found: Mapping[str, Estimate]
) -> Line:
    about: About = {"model": MODEL, "scale": scale, "contrast": main.name, "group": group}
    named = {BASE: led, **found}
    ways = {name: _way("mean_change", name, estimate, about) for name, estimate in named.items()}
    return Line(scale=scale, contrast=main.name, ways=ways)


def _of_differences(
    panel: Panel, others: Mapping[str, Panel], main: Contrast, scale: str
) -> Iterator[Line | None]:
    """A line beside each comparison group, the first one first; None where the groups cannot be compared."""
    every = tuple(all_arms(panel))
    for arms in every:
        between = ways_between(panel, others, main, scale, arms.between)
        if between is None:
            yield None
            continue
        line = _of_difference(scale, main, arms, *between)
        yield replace(line, beside=arms.comparison_name) if len(every) > 1 else line


def _of_difference(
    scale: str, main: Contrast, arms: Arms, led: Estimate, found: Mapping[str, Estimate]
) -> Line:
    end: About = {"model": MODEL, "scale": scale, "wave": main.later, "contrast": arms.between}
    gains: About = {"model": MODEL, "scale": scale, "contrast": arms.gains(main)}
    ways = {
        name: _way("did_effect", name, estimate, gains)
        if name in OF_CHANGES
        else _way("ancova_effect", name, estimate, end)
        for name, estimate in {BASE: led, **found}.items()
    }
    return Line(scale=scale, contrast=arms.between, ways=ways)


def _way(statistic: str, name: str, estimate: Estimate, about: About) -> Row:
    named = replace(estimate, method=f"{name}/{estimate.method}")
    return row(statistic, named, headline=name == BASE, **about)


def _any(careless: Flags) -> bool:
    return any(bool(flags.any()) for flags in careless.values())


def _without(scores: Mapping[str | None, Scores], careless: Flags) -> dict[str | None, Scores]:
    """Scores in which flagged responses have none."""
    kept = {}
    for wave, found in scores.items():
        flags = careless.get(wave, np.zeros(len(found.values), dtype=bool))
        kept[wave] = replace(found, values=np.where(flags[:, None], np.nan, found.values))
    return kept
