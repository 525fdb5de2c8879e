"""A study as one edition of its report may show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.lookup import Lookup
from mtle_survey.report.release import Release
from mtle_survey.table import Row, Table

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast
    from mtle_survey.study import Study

Wave = str | None
_WHOLE_WAVE = (
    "the same result for those who answered both times is shown, and the difference would reveal a few people"
)
_DIRECTIONS = ("improved", "same", "declined")


@dataclass(frozen=True)
class View:
    """The study, and its tables after the edition's disclosure rule.

    Attributes
    ----------
    study : Study
    """

    study: Study

    @cached_property
    def disclosure(self) -> Disclosure:
        """Who may see what."""
        return Disclosure(public=self.study.audience == "public", smallest=self.study.small_cell)

    @cached_property
    def release(self) -> Release:
        """Which results can stand beside each other."""
        return Release(self.study, self.disclosure)

    @property
    def instrument(self) -> Instrument:
        """The study's instrument."""
        return self.study.instrument

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """Waves in which people answered about the time of asking, in time order."""
        return tuple(w for w in self.study.waves if w != self.study.retrospective or w is None)

    @cached_property
    def main_contrast(self) -> Contrast | None:
        """The last wave against the first, if people can be linked."""
        if self.study.links is None or len(self.waves) < 2:
            return None
        return next(
            c for c in self.study.contrasts if (c.earlier, c.later) == (self.waves[0], self.waves[-1])
        )

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """Scales that are scored in some wave and reported, in declared order."""
        scored = {s for scores in self.study.scores.values() for s in scores.scales}
        return tuple(s for s in self.instrument.scales if s.id in scored and s.report)

    def scales_of_kind(self, *kinds: str) -> tuple[Scale, ...]:
        """Reported scales of some kinds."""
        return tuple(s for s in self.scales if s.kind in kinds)

    @cached_property
    def leading_scales(self) -> tuple[Scale, ...]:
        """What the first page is about: the primary scales, else outcomes that are no part of another."""
        return tuple(s for s in self.scales_of_kind("outcome") if s.id in self.study.leading)

    def whole_scales(self, kind: str) -> tuple[Scale, ...]:
        """Reported scales of a kind that are no part of another one."""
        scales = self.scales_of_kind(kind)
        parts = {part for scale in scales for part in scale.parts}
        return tuple(s for s in scales if s.id not in parts)

    @cached_property
    def change(self) -> Table:
        """Change, as this edition shows it."""
        rows = [self.disclosure.row(row) for row in self.study.change]
        if not self.disclosure.public:
            return Table(tuple(rows))
        return Table(tuple(self._public_change(rows)))

    @cached_property
    def description(self) -> Table:
        """Description, as this edition shows it."""
        return self._described(self.study.description)

    @cached_property
    def found(self) -> Lookup:
        """Every row to quote, by what it is about."""
        return Lookup((*self.description, *self.reliability, *self.items, *self.change))

    @cached_property
    def reliability(self) -> Table:
        """Reliability, as this edition shows it."""
        return self.shown(self.study.reliability)

    @cached_property
    def items(self) -> Table:
        """Item statistics, as this edition shows them."""
        return self._described(self.study.items)

    @cached_property
    def rows(self) -> Table:
        """Every row that this edition may hand out; a public one holds what its tables show."""
        own = (*self.description, *self.reliability, *self.items, *self.change)
        if self.disclosure.public:
            return Table(own)
        study = self.study
        more = (study.everyone, study.attrition, study.change_by_group, study.change_by_site)
        return Table((*own, *(r for t in (*more, study.dosage, study.comparison) for r in t)))

    def shown(self, table: Table) -> Table:
        """Any table, results from too few people taken out."""
        return Table(tuple(self.disclosure.row(row) for row in table))

    def _described(self, table: Table) -> Table:
        if not self.disclosure.public:
            return table
        return Table(tuple(self._public_description(self.disclosure.row(row)) for row in table))

    def _public_description(self, row: Row) -> Row:
        shown = (
            self.release.shows_item(row.item, row.wave)
            if row.item is not None
            else self.release.shows_wave(row.scale or "", row.wave)
        )
        extreme = row.statistic in ("min", "max")
        if row.available and (extreme or not shown):
            return self.disclosure.without_number(row, "one person's score" if extreme else _WHOLE_WAVE)
        return row

    def _public_change(self, rows: Sequence[Row]) -> list[Row]:
        shown = []
        for row in rows:
            if row.available and not self.release.shows_contrast(row.scale or "", row.contrast or ""):
                row = self.disclosure.without_number(row, _WHOLE_WAVE)
            if row.statistic in _DIRECTIONS and row.available and not self._directions_shown(rows, row):
                row = self.disclosure.without_number(row, self.disclosure.hidden)
            shown.append(row)
        return shown

    def _directions_shown(self, rows: Sequence[Row], row: Row) -> bool:
        counts = [
            round(r.estimate * r.n)
            for r in rows
            if r.statistic in _DIRECTIONS
            and (r.scale, r.contrast) == (row.scale, row.contrast)
            and r.estimate is not None
            and r.n is not None
        ]
        return None not in self.disclosure.counts(counts)
