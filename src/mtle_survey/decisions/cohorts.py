"""Cohorts that start at different times: the waves of the calendar become waves of each cohort's own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.set_aside import field_cells, set_aside
from mtle_survey.errors import Problem, problem
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses
from mtle_survey.stacking import combine

OTHER, NONE = "other_cohort", "without_cohort"

Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlan:
    """The column that holds the cohort, and for each cohort which wave of the calendar is which of its own.

    Without ``waves`` the column only says what does not change about a person.
    """

    column: str
    waves: Mapping[str, Mapping[str, str]]

    def own_waves(self) -> tuple[str, ...]:
        """The names of the cohorts' own waves, in order."""
        return tuple(dict.fromkeys(own for waves in self.waves.values() for own in waves))

    def calendar(self, own: str) -> dict[str, tuple[str, ...]]:
        """For one of these, the waves of the calendar that it is made of, each with its cohorts."""
        made: dict[str, list[str]] = {}
        for cohort, waves in self.waves.items():
            if own in waves:
                made.setdefault(waves[own], []).append(cohort)
        return {wave: tuple(cohorts) for wave, cohorts in made.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """Waves in the cohorts' own time.

    Attributes
    ----------
    waves : mapping of wave to Responses
    dates : mapping of wave to date
        Only where all cohorts answered it at one time.
    decisions : tuple of Decision
    problems : tuple of Problem
    """

    waves: dict[str | None, Responses]
    dates: dict[str, str]
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]


def regroup(waves: Waves, plan: CohortPlan, dates: Mapping[str, str], study_file: str) -> Regrouped:
    """Take every cohort's responses from the wave of the calendar that was its own first, second … wave."""
    known = {normalise_label(cohort) for cohort in plan.waves}
    problems: list[Problem] = []
    cohort_of: dict[str | None, list[str]] = {}
    for wave, responses in waves.items():
        cells = field_cells(responses, plan.column)
        if cells is None:
            fields = ", ".join(responses.fields) or "none"
            problems.append(
                problem("T115", file=study_file, column=plan.column, found=f"fields of {wave}: {fields}")
            )
            continue
        cohort_of[wave] = [normalise_label(text or "") for text in cells]
        strange = [c not in known for c in cohort_of[wave]]
        if any(strange):
            first = strange.index(True)
            shown = f"“{cells[first]}”" if cells[first] else "a blank cell"
            problems.append(
                problem(
                    "T116",
                    file=responses.sources[responses.source_index[first]].file,
                    row=int(responses.rows[first]),
                    column=plan.column,
                    found=f"{shown} in {wave}",
                    count=sum(strange),
                    known=", ".join(plan.waves),
                )
            )
    if len(cohort_of) < len(waves):
        return Regrouped(waves=dict(waves), dates=dict(dates), decisions=(), problems=tuple(problems))
    found: dict[str | None, Responses] = {}
    own_dates: dict[str, str] = {}
    for own in plan.own_waves():
        made = {wave: cohorts for wave, cohorts in plan.calendar(own).items() if wave in waves}
        parts = [_part(waves[wave], cohort_of[wave], cohorts, known) for wave, cohorts in made.items()]
        if not parts:
            continue
        found[own] = replace(combine(parts), wave=own)
        when = {dates.get(wave) for wave in made}
        if len(when) == 1 and None not in when:
            own_dates[own] = str(when.pop())
    found |= {wave: responses for wave, responses in waves.items() if wave not in _calendar(plan)}
    return Regrouped(
        waves=found, dates=own_dates, decisions=_decisions(plan, waves), problems=tuple(problems)
    )


def _part(responses: Responses, cohort_of: list[str], wanted: tuple[str, ...], known: set[str]) -> Responses:
    here = {normalise_label(cohort) for cohort in wanted}
    strange = np.array([cohort not in known for cohort in cohort_of], dtype=bool)
    other = np.array([cohort in known - here for cohort in cohort_of], dtype=bool)
    named = " or ".join(f"“{cohort}”" for cohort in wanted)
    left = set_aside(responses, other, OTHER, f"not of cohort {named}")
    return set_aside(left, strange[~other], NONE, "of no known cohort")


def _calendar(plan: CohortPlan) -> set[str]:
    return {wave for waves in plan.waves.values() for wave in waves.values()}


def _decisions(plan: CohortPlan, waves: Waves) -> tuple[Decision, ...]:
    return tuple(
        Decision(
            what=f"{calendar} counts as {own}",
            where=f"cohort {cohort}",
            count=1,
            reason="cohorts of the study file",
        )
        for cohort, own_waves in plan.waves.items()
        for own, calendar in own_waves.items()
        if calendar in waves
    )
