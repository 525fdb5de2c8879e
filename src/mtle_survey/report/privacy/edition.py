"""The study as a public edition sees it: one place that every section, table and number passes through.

Two things are done to the answers before anything is computed from them. Groups and sites that are too
small are put together. And where the few people who are in the first or the last wave only would keep a
whole wave from being shown, the wave is described by the people whose change is told. Then every table
that anybody asks for passes ``Protection``, whichever section asks, and whenever that table was added to
the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from mtle_survey.decisions.ledger import told_outside
from mtle_survey.evidence.change_evidence import ChangeEvidence
from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
from mtle_survey.evidence.retrospective import Retrospective
from mtle_survey.evidence.sensitivity import BASE, Sensitivity
from mtle_survey.evidence.standing import Standing
from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.answers_told import AnswersTold
from mtle_survey.report.privacy.claims import Key, field_of
from mtle_survey.report.privacy.ends import Ends
from mtle_survey.report.privacy.facts import Facts, countable
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.report.privacy.levels import Question
from mtle_survey.report.privacy.people import NOBODY, Mask, People, Wave, people_of
from mtle_survey.report.privacy.protect import WHOLE_STUDY, Protection
from mtle_survey.report.privacy.quotes import Quotes, marks_of
from mtle_survey.report.privacy.released import Released, as_known, known_facts, known_quotes, released
from mtle_survey.report.privacy.unanswered import Reasons
from mtle_survey.table import Row, Table

if TYPE_CHECKING:
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

TOGETHER = "Others together"
_OF_CHANGE = frozenset({"attrition", "by_group"})
_WHOLE = frozenset({"flow", "linking", "inputs", "problems", "read"})
_SCREENED = frozenset({"answered_waves", "careless", "careless_rule"})
Waves = Mapping[Wave, "Responses"]


class PublicEdition:
    """A study after the rules of a public edition.

    Parameters
    ----------
    study : Study
    known : sequence of Released
        What readers have already from other reports.

    Attributes
    ----------
    study : Study
        What may be analysed and shown; every table of it is protected.
    guard : Guard
    counted : Facts
        Which characteristics are counted.
    answers : AnswersTold
        How much is told of each question.
    left_out : mapping of wave to int
        People whose answers to a wave are left out of its results, because they are few.
    released : Released
        What this report tells.
    """

    def __init__(self, study: Study, known: Sequence[Released] = ()) -> None:
        rule = Disclosure(public=True, smallest=study.small_cell)
        everybody = people_of(study)
        waves = _grouped(study, everybody, rule.smallest)
        kept: dict[Wave, Mask] = {}
        grouped = _with_waves(study, waves, kept)
        self.guard = _guard(grouped, rule.smallest, everybody, known)
        aside = _in_one_end_only(study, everybody, self.guard)
        self.left_out: dict[Wave, int] = {wave: int(out.sum()) for wave, out in aside.items()}
        if aside:
            kept = {wave: ~out for wave, out in aside.items()}
            grouped = _with_waves(study, waves, kept)
            self.guard = _guard(grouped, rule.smallest, people_of(grouped), known)
        self._grouped = grouped
        self.answers = AnswersTold(grouped, self.guard, rule)
        if self.answers.counted != self.guard.counted:
            counted = self.answers.counted
            self.guard = _guard(grouped, rule.smallest, people_of(grouped), known, counted)
            self.answers = AnswersTold(grouped, self.guard, rule)
        analysed = _with_waves(study, study.waves, kept)
        quotes = Quotes(study, everybody, known_quotes(known, marks_of(study, everybody)))
        facts = {**_facts(study, analysed, grouped), "voices": lambda: quotes.voices}
        self.counted = _counted(grouped, rule, known, self.guard.sizes())
        protection = Protection(
            rule,
            self.guard,
            self.counted,
            self.answers,
            _Moves(analysed),
            Ends(analysed, self.guard),
            Reasons(analysed, rule.smallest),
            flow_told=study.part.flow_told,
        )
        self.study = cast("Study", _Protected(analysed, protection, facts))
        self.released = released(
            grouped, self.guard.people, self.answers.published(), self.counted.told, quotes.told
        )

    def given_way(self) -> list[Key]:
        """What is not shown only because of what readers have already."""
        alone = _guard(self._grouped, self.guard.smallest, people_of(self._grouped), ())
        return [key for key in self.guard.bundles if key in alone.shown and key not in self.guard.shown]

    def leading_given_way(self) -> list[Key]:
        """Of these, the results that lead the report: changes, or those of the groups that are compared."""
        main = self.guard.main
        if main is None:
            return []
        leads = {
            key
            for scale in self._grouped.leading
            for key in (
                ("contrast", scale, main.name),
                *(arm for name in self.guard.comparisons for arm in self.guard.arms(scale, main.name, name)),
            )
        }
        missing = leads - self.guard.shown
        return [key for key in self.given_way() if key in missing] if missing else []


class _Protected:
    """Stands for a study or a part of its evidence; tables come out protected, all else as it is."""

    def __init__(self, inner: Any, protection: Protection, facts: Mapping[str, Callable[[], Any]]) -> None:
        self._inner, self._protection, self._facts = inner, protection, facts
        self._made: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self._made:
            found = self._facts[name]() if name in self._facts else getattr(self._inner, name)
            self._made[name] = self._shown(found)
        return self._made[name]

    def _shown(self, found: Any) -> Any:
        if isinstance(found, Table):
            return self._protection.table(found)
        if isinstance(found, ChangeEvidence | ReliabilityEvidence | Standing):
            facts = {k: v for k, v in self._facts.items() if k in _OF_CHANGE}
            return _Protected(found, self._protection, facts)
        if isinstance(found, Retrospective):
            return self._looking_back(found)
        if isinstance(found, Sensitivity):
            return self._sensitivity(found)
        if isinstance(found, Mapping) and any(isinstance(part, Table) for part in found.values()):
            parts = {n: self._facts[n]() if n in self._facts else part for n, part in found.items()}
            return {name: self._shown(part) for name, part in parts.items()}
        return found

    def _looking_back(self, found: Retrospective) -> Retrospective:
        table = self._protection.table(found.table)
        told = {row.scale for row in table if row.available and row.model == "retrospective"}
        return Retrospective(table=table, scales=tuple(s for s in found.scales if s.scale in told))

    def _sensitivity(self, found: Sensitivity) -> Sensitivity:
        """Conclusions without numbers: the ways are about sets of people that differ by a few."""
        lines = []
        for line in found.lines:
            (base,) = self._protection.table(Table((line.ways[BASE],)))
            if base.available:
                ways = {name: self._protection.direction_alone(row) for name, row in line.ways.items()}
                lines.append(replace(line, ways=ways))
        return Sensitivity(tuple(lines))


class _Moves:
    """Who rose and fell on scales, of everybody and of the groups that are compared; read when asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def __iter__(self) -> Iterator[Row]:
        changes = self._study.changes
        return chain(changes.change, changes.individuals, changes.comparison)


def _facts(whole: Study, analysed: Study, grouped: Study) -> dict[str, Callable[[], Any]]:
    """What does not come from the people analysed, or not with their own groups.

    The flow, the files and their problems are those of everybody; small groups appear together.
    """
    facts: dict[str, Callable[[], Any]] = {name: partial(getattr, whole, name) for name in _WHOLE | _SCREENED}
    return {
        **facts,
        "waves": lambda: grouped.waves,
        "decisions": lambda: told_outside(whole.decisions),
        "panel": lambda: None,  # single people are nobody's business outside
        "attrition": lambda: _attrition(whole, analysed),
        "change_by_group": lambda: grouped.change_by_group,
        "by_group": lambda: grouped.change_by_group,
    }


def _attrition(whole: Study, analysed: Study) -> Table:
    """How many were lost is told of everybody; how they had started, of those who are analysed."""
    lost = [row for row in whole.attrition if row.statistic in WHOLE_STUDY]
    return Table((*lost, *(row for row in analysed.attrition if row.statistic not in WHOLE_STUDY)))


def _with_waves(study: Study, waves: Waves, kept: Mapping[Wave, Mask]) -> Study:
    """The study about some of the responses; who is who stays as it was found with everybody."""
    analysed = study.about({w: r.subset(kept[w]) if w in kept else r for w, r in waves.items()})
    links = study.links
    if links is not None:
        index = links.index.copy()
        for wave, mask in kept.items():
            if wave in links.waves:
                place = np.where(mask, np.cumsum(mask) - 1, NOBODY)
                column = index[:, links.waves.index(wave)]
                index[:, links.waves.index(wave)] = np.where(column >= 0, place[column], NOBODY)
        links = replace(links, index=index)
    vars(analysed)["links"] = links
    return analysed


def _in_one_end_only(study: Study, people: People, guard: Guard) -> dict[Wave, Mask]:
    """Responses of a wave whose few people keep it from being shown; empty where that is not so."""
    main = guard.main
    if main is None:
        return {}
    both = (people.rows[main.earlier] >= 0) & (people.rows[main.later] >= 0)
    found: dict[Wave, Mask] = {}
    for wave in (main.earlier, main.later):
        compared = [s for s in study.leading if guard.shows("contrast", s, main.name)]
        if all(guard.shows("wave", scale, wave) for scale in compared):
            continue
        rows = people.rows[wave]
        out = np.zeros(len(study.waves[wave]), dtype=np.bool_)
        out[rows[(rows >= 0) & ~both]] = True
        if out.any():
            found[wave] = out
    return found


def _grouped(study: Study, people: People, smallest: int) -> dict[Wave, Responses]:
    """The waves with groups and sites of too few people put together."""
    waves = dict(study.waves)
    for field in dict.fromkeys(f for f in (study.cluster, *study.groups) if f):
        values = field_of(study, people, field)
        names = _put_together(values, _least(study, people, values), smallest)
        if names is None:
            continue
        for wave, responses in waves.items():
            if field in responses.fields:
                column = responses.fields[field].copy()
                rows = people.rows[wave]
                here = rows >= 0
                column[rows[here]] = names[here]
                waves[wave] = replace(responses, fields={**responses.fields, field: column})
    return waves


def _least(study: Study, people: People, values: NDArray[np.object_]) -> dict[object, int]:
    """The fewest people of each group in any wave, and in the first and the last wave together."""
    present = {w: rows >= 0 for w, rows in people.rows.items() if study.waves[w].answered.any()}
    counted = list(present.values())
    if study.links is not None and len(study.asked_waves) > 1:
        counted.append(present[study.asked_waves[0]] & present[study.asked_waves[-1]])
    groups = {v for v in values if v is not None}
    least: dict[object, int] = {g: min(int((here & (values == g)).sum()) for here in counted) for g in groups}
    none = np.array([v is None for v in values], dtype=np.bool_)
    if none.any():
        least[None] = min(int((here & none).sum()) for here in counted)
    return least


def _put_together(
    values: NDArray[np.object_], least: Mapping[object, int], smallest: int
) -> NDArray[np.object_] | None:
    """(p,) names of groups of at least the smallest size; None where all are.

    Small groups join the smallest of the others until there are enough of them. Where fewer than two groups
    would be left nobody is in any.
    """
    order = sorted(least, key=lambda group: (least[group], str(group)))
    together = [group for group in order if least[group] < smallest]
    if not together:
        return None
    others = [group for group in order if group not in together]
    while others and sum(least[group] for group in together) < smallest:
        together.append(others.pop(0))
    left = len([group for group in others if group is not None])
    if not left:
        return np.full(len(values), None, dtype=object)
    return np.array([TOGETHER if v in together else v for v in values], dtype=object)


def _counted(
    study: Study, rule: Disclosure, known: Sequence[Released], groups: Mapping[str, frozenset[int]]
) -> Facts:
    """Which characteristics may be counted beside what readers have, and beside results of groups."""
    candidates = countable(study, people_of(study), rule, groups)
    marks = (mark for facts in candidates.values() for fact in facts for mark in fact.people)
    amounts = [field.id for field in study.instrument.fields if field.type == "number"]
    return Facts(rule, candidates, known_facts(known, marks), amounts)


def _guard(
    study: Study,
    smallest: int,
    people: People,
    known: Sequence[Released],
    counted: frozenset[Question] | None = None,
) -> Guard:
    """What may be shown beside what readers have."""
    whole = study.part.among
    among = as_known(known, whole, people_of(whole)) if whole is not None else None
    return Guard(study, smallest, as_known(known, study, people), among, counted)
