"""Read a study: its exports, with the evaluator's decisions carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtle_survey.aggregates.engines import is_database
from mtle_survey.comments.model import DeclaredComments, Review
from mtle_survey.comments.opened import opened_review, review_problems, sheet_hash
from mtle_survey.decisions.apply import Decided, DecisionFiles
from mtle_survey.decisions.ledger import DecisionFile
from mtle_survey.errors import MtleError, Problem, UsageError
from mtle_survey.reading import read_wave
from mtle_survey.responses import Responses
from mtle_survey.stacking import combine
from mtle_survey.study import Study
from mtle_survey.study_plan import StudyPlan, plan_study
from mtle_survey.versions import AskedWith, asked_with, in_current_version, version_problems


def load_study(path: str | Path, progress: Callable[[str], None] | None = None) -> Study:
    """Read a study file and all its exports.

    Raises
    ------
    MtleError
        The study file, its instrument or an export cannot be used, with every problem found.
    """
    return open_study(plan_study(path), progress)


def open_study(
    plan: StudyPlan, progress: Callable[[str], None] | None = None, *, so_far: bool = False
) -> Study:
    """Read the exports that a plan names, and carry out the evaluator's decisions.

    Parameters
    ----------
    plan : StudyPlan
    progress : callable, optional
        Told which wave is being read.
    so_far : bool
        Leave out exports that are not there yet, as while a survey is open.
    """
    _require_rows(plan)
    decisions = DecisionFiles(plan.decisions, plan.instrument, plan.file)
    waves, told = _read(plan, decisions, progress, so_far=so_far)
    outcome = decisions.carry_out(waves, plan.settings["dates"])
    review = None if plan.comments is None else _review(plan, plan.comments, waves)
    return Study(
        plan.instrument,
        outcome.waves,
        respondent=plan.respondent,
        own_problems=(
            *plan.problems,
            *(one for version_told in told for one in version_problems(version_told)),
            *outcome.problems,
            *(review_problems(review, outcome.waves, plan.file) if review and not so_far else ()),
        ),
        versions=tuple(told),
        study_file=plan.file,
        decided=outcome.decided if review is None else _with_sheet(outcome.decided, review),
        review=review,
        secret=plan.secret,
        **{**plan.settings, **outcome.settings},
    )


def _read(
    plan: StudyPlan, decisions: DecisionFiles, progress: Callable[[str], None] | None, *, so_far: bool
) -> tuple[dict[str | None, Responses], list[AskedWith]]:
    """The answers of every wave, and the waves that were asked with another version of the instrument."""
    parts: dict[str | None, list[Responses]] = {}
    unreadable: list[Problem] = []
    told: list[AskedWith] = []
    for wave, named in plan.waves.items():
        version = plan.versions.get(wave, plan.instrument)
        files = [spec for spec in named if not so_far or Path(spec.path).exists()]
        if not files:
            continue
        if progress:
            progress(f"reading {wave}")
        try:
            read = read_wave(
                files,
                version,
                wave,
                respondent=plan.respondent,
                also=(*plan.decisions.columns(), *_group_columns(plan.settings)),
                amend=decisions.corrections.apply if decisions.corrections else None,
                comments=None if plan.comments is None else plan.comments.columns(),
            )
        except MtleError as error:
            unreadable += error.problems
            continue
        if wave in plan.versions:
            told.append(asked_with(wave, version, plan.instrument))
            read = {w: in_current_version(responses, plan.instrument) for w, responses in read.items()}
        for occasion, responses in read.items():
            parts.setdefault(occasion, []).append(responses)
    if unreadable:
        raise MtleError([*plan.problems, *unreadable])
    if not parts:
        raise UsageError("none of the exports is there yet")
    return {occasion: combine(found) for occasion, found in parts.items()}, told


def _require_rows(plan: StudyPlan) -> None:
    """Raise UsageError where some answers stay in a database: no row of theirs is read."""
    there = [wave for wave, specs in plan.waves.items() if any(is_database(spec.path) for spec in specs)]
    if there:
        raise UsageError(
            f"the answers of {' and '.join(there)} stay in a database: `mtle tables {plan.file} -o "
            "NAME.tables.json` counts them there; `mtle reliability` and `mtle factors` work from that file"
        )


def _review(plan: StudyPlan, declared: DeclaredComments, everybody: Mapping[str | None, Responses]) -> Review:
    """The comments of everybody, with what the evaluator decided about each."""
    secret = None if plan.secret is None else plan.secret.key
    return opened_review(declared, everybody, plan.instrument, secret)


def _with_sheet(decided: Decided, review: Review) -> Decided:
    """The decisions with the review sheet among their files."""
    found = sheet_hash(review)
    if found is None:
        return decided
    file = DecisionFile(key="comments", path=str(review.declared.sheet), sha256=found)
    return replace(decided, files=(*decided.files, file))


def _group_columns(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The column that holds the groups of a comparison, which the instrument need not declare."""
    column = settings.get("design", {}).get("column")
    return () if column is None else (column,)
