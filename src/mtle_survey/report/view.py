"""A study as one edition of its report may show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.lookup import Lookup
from mtle_survey.report.mapped_texts import mapped_texts
from mtle_survey.report.privacy.edition import PublicEdition
from mtle_survey.report.privacy.released import Released
from mtle_survey.report.privacy.sentences import told_sentences
from mtle_survey.report.release import Release
from mtle_survey.stats.gates import PAIRS_EXACT_ONLY_BELOW
from mtle_survey.table import Row, Table

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast
    from mtle_survey.evidence.structure_summary import StructureSummary
    from mtle_survey.report.narrative.told import Told
    from mtle_survey.report.verdicts import Answer
    from mtle_survey.study import Study

Wave = str | None


@dataclass(frozen=True)
class View:
    """The study, and its tables after the edition's disclosure rule.

    Attributes
    ----------
    study : Study
        In a public edition its answers and tables are what such an edition may use and show, whoever asks
        for them (``privacy.edition``).
    known : tuple of Released
        What readers have from other public reports about the same people.
    edition : PublicEdition or None
        What a public edition does to the study.
    release : Release
        Which results are shown.
    left_out : mapping of wave to int
        People whose answers to a wave are left out of its results, because they are few.
    """

    study: Study
    known: tuple[Released, ...] = ()
    edition: PublicEdition | None = field(init=False, default=None)
    release: Release = field(init=False, default=Release())
    left_out: Mapping[Wave, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.study.audience == "public":
            edition = PublicEdition(self.study, self.known)
            object.__setattr__(self, "edition", edition)
            object.__setattr__(self, "study", edition.study)
            object.__setattr__(self, "release", Release(edition.guard, edition.counted, edition.answers))
            object.__setattr__(self, "left_out", edition.left_out)

    @cached_property
    def disclosure(self) -> Disclosure:
        """Who may see what."""
        return Disclosure(public=self.study.audience == "public", smallest=self.study.small_cell)

    @property
    def flow_told(self) -> bool:
        """Whether this edition tells who answered and who was found again."""
        return not self.disclosure.public or self.study.part.flow_told

    @property
    def of_a_part(self) -> bool:
        """Whether this is a public report about some of the people of another one."""
        return self.disclosure.public and bool(self.study.part.whole)

    @property
    def behind_a_wave(self) -> str:
        """Whom the numbers of one wave are about."""
        if not self.left_out:
            return "everyone with a score in that wave"
        return "those in both waves who have a score in that wave"

    @cached_property
    def most_people(self) -> int:
        """The most people behind any change or mean that is told."""
        told = [row.n or 0 for row in (*self.change, *self.description) if row.available]
        return max(told, default=0)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What the study says to each of the evaluation's questions, in their order."""
        from mtle_survey.report.verdicts import answers

        return answers(self)

    @property
    def instrument(self) -> Instrument:
        """The study's instrument."""
        return self.study.instrument

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """Waves in which people answered about the time of asking, in time order."""
        return tuple(w for w in self.study.waves if w != self.study.retrospective or w is None)

    @cached_property
    def few(self) -> bool:
        """Whether so few people answered that their report is short: figures of shares and spreads go aside.

        Below twelve a standard deviation says too little to decide on (``stats.gates``), and each person is
        a tenth of a bar.
        """
        return all(int(self.study.waves[w].answered.sum()) < PAIRS_EXACT_ONLY_BELOW for w in self.waves)

    @cached_property
    def main_contrast(self) -> Contrast | None:
        """The last wave against the first, if people can be linked."""
        if self.study.links is None or len(self.waves) < 2:
            return None
        return next(
            c for c in self.study.contrasts if (c.earlier, c.later) == (self.waves[0], self.waves[-1])
        )

    @cached_property
    def remembered(self) -> Contrast | None:
        """Now against the start as people remember it, where they were asked once and looked back."""
        if self.main_contrast is not None or len(self.waves) != 1 or self.study.retrospective is None:
            return None
        ends = (self.study.retrospective, self.waves[0])
        return next((c for c in self.study.contrasts if (c.earlier, c.later) == ends), None)

    @property
    def compares_groups(self) -> bool:
        """Whether people who can be followed belong to a program and to a comparison group."""
        return self.main_contrast is not None and self.study.design.get("type") == "comparison"

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

    @cached_property
    def structure(self) -> StructureSummary | None:
        """The structure of what the study is judged by; None where it has too few items."""
        from mtle_survey.evidence.structure_summary import summarise

        return summarise(self.study, [s.id for s in self.scales if s.id in self.judged_scales])

    @cached_property
    def told(self) -> Told:
        """The evaluator's prose, numbers filled in."""
        from mtle_survey.report.narrative.told import tell

        told = tell(self)
        if not self.disclosure.public:
            return told
        change = partial(told_sentences, smallest=self.disclosure.smallest, spelled=True)
        shown = {name: tuple(mapped_texts(b, change) for b in blocks) for name, blocks in told.blocks.items()}
        return replace(told, blocks=shown)

    @cached_property
    def judged_scales(self) -> frozenset[str]:
        """What the evaluation stands or falls with: leading scales, and the measures of its questions."""
        asked = {measure for question in self.study.questions for measure in question.measures}
        return frozenset(s.id for s in self.scales if s in self.leading_scales or s.id in asked)

    def whole_scales(self, kind: str) -> tuple[Scale, ...]:
        """Reported scales of a kind that are no part of another one."""
        scales = self.scales_of_kind(kind)
        parts = {part for scale in scales for part in scale.parts}
        return tuple(s for s in scales if s.id not in parts)

    @cached_property
    def change(self) -> Table:
        """Change, as this edition shows it."""
        return self.study.change

    @cached_property
    def description(self) -> Table:
        """Description, as this edition shows it."""
        return self.study.description

    @cached_property
    def found(self) -> Lookup:
        """Every row to quote, by what it is about."""
        return Lookup((*self.description, *self.reliability, *self.items, *self.change))

    @cached_property
    def reliability(self) -> Table:
        """Reliability, as this edition shows it."""
        return self.study.reliability

    @cached_property
    def items(self) -> Table:
        """Item statistics, as this edition shows them."""
        return self.study.items

    @cached_property
    def rows(self) -> Table:
        """Every row that this edition may hand out."""
        study = self.study
        own = (self.description, self.reliability, self.items, self.change)
        more = (study.everyone, study.attrition, study.change_by_group, study.change_by_site)
        rows = (r for t in (*own, *more, study.dosage, study.comparison) for r in t)
        return Table(tuple(row for row in rows if self._told(row)))

    @cached_property
    def numbers(self) -> Table:
        """Every number behind the report, each once: what ``report.json`` holds."""
        study = self.study
        tables = (
            self.rows,
            *study.changes.parts.values(),
            study.missing,
            study.keyed_tests,
            study.stability,
            study.standing.table,
            study.linking,
            study.delivery,
            study.commented,
        )
        found = {row.identity(): row for table in tables for row in table}
        return Table(tuple(row for row in found.values() if self._told(row)))

    def _told(self, row: Row) -> bool:
        """Whether a row may be handed out at all: in no edition is one identifiable person shown by site."""
        if not self.release.names(row.group):
            return False
        by_site = (row.group or "").startswith(f"{self.study.cluster}=")
        return not by_site or not self._exposes(row)

    def _exposes(self, row: Row) -> bool:
        """Whether a row is about somebody whom a site gives away, such as its principal."""
        scale = self.instrument.scale.get(row.scale or "")
        item = self.instrument.item.get(row.item or "")
        return any(part is not None and part.about not in (None, "self") for part in (scale, item))

    def shown(self, table: Table) -> Table:
        """Any table, results from too few people taken out."""
        return Table(tuple(self.disclosure.row(row) for row in table))
