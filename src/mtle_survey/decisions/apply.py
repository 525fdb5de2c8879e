"""Carry out everything that the evaluator decided, in one order, on every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from mtle_survey.decisions.cohorts import regroup
from mtle_survey.decisions.consent import apply_consent, unheeded_refusals
from mtle_survey.decisions.corrections import Corrections, read_corrections
from mtle_survey.decisions.ledger import Decision, DecisionFile
from mtle_survey.decisions.pairs import read_pairs
from mtle_survey.decisions.plan import DecisionPlan
from mtle_survey.decisions.roster import Roster, read_roster, roster_problems
from mtle_survey.decisions.sessions import Delivered, Sessions, join_dose, read_sessions
from mtle_survey.decisions.spellings import apply_spellings
from mtle_survey.decisions.withdrawn import Withdrawals, apply_withdrawn, read_withdrawn
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.decided import DecidedPair
from mtle_survey.responses import Responses

Waves = Mapping[str | None, Responses]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decisions of a study, carried out.

    Attributes
    ----------
    ledger : tuple of Decision
    pairs : tuple of DecidedPair
    fuzzy : bool or None
    cohort : str or None
        The column of the cohort, which does not change.
    cohort_waves : mapping of cohort to its own waves
    roster : Roster or None
    consented : mapping of wave to int, or None
        Responses whose owner agreed, where it was asked.
    delivered : tuple of Delivered
    files : tuple of DecisionFile
        What the decisions were read from.
    """

    ledger: tuple[Decision, ...] = ()
    pairs: tuple[DecidedPair, ...] = ()
    fuzzy: bool | None = None
    cohort: str | None = None
    cohort_waves: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roster: Roster | None = None
    consented: Mapping[str | None, int] | None = None
    delivered: tuple[Delivered, ...] = ()
    files: tuple[DecisionFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The waves after all decisions, and what is to be known about them.

    ``settings`` of the study follow from the decisions: the dates of the waves, and the field of the dose
    where there are records of sessions.
    """

    waves: dict[str | None, Responses]
    settings: dict[str, Any]
    decided: Decided
    problems: tuple[Problem, ...]


class DecisionFiles:
    """The files of decisions, read and checked.

    Parameters
    ----------
    plan : DecisionPlan
    instrument : Instrument
    study_file : str

    Raises
    ------
    MtleError
        With everything that is wrong with any of them.
    """

    def __init__(self, plan: DecisionPlan, instrument: Instrument, study_file: str) -> None:
        self.plan, self.study_file = plan, study_file
        self.instrument = instrument
        wrong: list[Problem] = []
        self.corrections: Corrections | None = _read(
            plan.corrections, lambda path: read_corrections(path, instrument), wrong
        )
        self.pairs: tuple[DecidedPair, ...] = _read(plan.links, read_pairs, wrong) or ()
        self.withdrawn: Withdrawals | None = _read(plan.withdrawn, read_withdrawn, wrong)
        self.roster: Roster | None = _read(
            plan.roster, lambda path: read_roster(path, instrument, plan.respondent, plan.cluster), wrong
        )
        self.sessions: Sessions | None = _read(
            plan.sessions, lambda path: read_sessions(path, plan.planned), wrong
        )
        if wrong:
            raise MtleError(wrong)
        self.files = tuple(
            DecisionFile(key=key, path=str(path), sha256=sha256(path.read_bytes()).hexdigest())
            for key, path in plan.files().items()
        )

    def carry_out(self, waves: Waves, dates: Mapping[str, str]) -> Outcome:
        """Spellings, dose, cohorts, consent, withdrawals; corrections were made while the files were read."""
        problems: list[Problem] = [] if self.corrections is None else self.corrections.problems()
        ledger: list[Decision] = [] if self.corrections is None else self.corrections.decisions()
        now, done, found = apply_spellings(waves, self.plan.spellings, self.study_file)
        ledger, problems = [*ledger, *done], [*problems, *found]
        if self.sessions is not None:
            problems += self._without_ids(now, self.sessions.path)
            now, done, found = join_dose(now, self.sessions, self.plan.dose, dates)
            ledger, problems = [*ledger, *done], [*problems, *found]
        cohorts, own_dates = self.plan.cohorts, dict(dates)
        if cohorts is not None and cohorts.waves:
            regrouped = regroup(now, cohorts, dates, self.study_file)
            now, own_dates = regrouped.waves, regrouped.dates
            ledger, problems = [*ledger, *regrouped.decisions], [*problems, *regrouped.problems]
        consented: Mapping[str | None, int] | None = None
        if self.plan.consent is None:
            problems += unheeded_refusals(now, self.instrument)
        else:
            outcome = apply_consent(now, self.plan.consent, self.study_file)
            now, consented = dict(outcome.waves), outcome.counts
            ledger, problems = [*ledger, *outcome.decisions], [*problems, *outcome.problems]
        if self.withdrawn is not None:
            problems += self._without_ids(now, self.withdrawn.path)
            now, done, found = apply_withdrawn(now, self.withdrawn)
            ledger, problems = [*ledger, *done], [*problems, *found]
        decided = Decided(
            ledger=tuple(ledger),
            pairs=self.pairs,
            fuzzy=self.plan.fuzzy,
            cohort=cohorts.column if cohorts else None,
            cohort_waves={c: tuple(own) for c, own in cohorts.waves.items()} if cohorts else {},
            roster=self.roster,
            consented=consented,
            delivered=self.sessions.delivered() if self.sessions else (),
            files=self.files,
        )
        problems += self._roster_problems(now, decided)
        settings: dict[str, Any] = {"dates": own_dates}
        if self.sessions is not None:
            settings["dose"] = self.plan.dose
        return Outcome(waves=now, settings=settings, decided=decided, problems=tuple(problems))

    def _roster_problems(self, waves: Waves, decided: Decided) -> list[Problem]:
        if self.roster is None:
            return []
        file = str(self.roster.path)
        return [
            found
            for wave, responses in waves.items()
            for found in roster_problems(
                wave, responses, self.roster.of(wave, decided.cohort_waves), file, self.plan.cluster
            )
        ]

    def _without_ids(self, waves: Waves, path: Path) -> list[Problem]:
        return [
            problem("T117", file=str(path), found=f"no identifier in {wave}")
            for wave, responses in waves.items()
            if responses.ids is None
        ]


def _read(path: Path | None, reader: Callable[[Path], T], wrong: list[Problem]) -> T | None:
    if path is None:
        return None
    try:
        return reader(path)
    except MtleError as error:
        wrong.extend(error.problems)
        return None
