"""Read a study file: the evaluator's decisions as data, with every misfit located."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mtle_survey.aggregates.engines import is_database, located
from mtle_survey.branding.declared import declared_brand
from mtle_survey.comments.declared import declared_comments
from mtle_survey.comments.model import DeclaredComments, Review
from mtle_survey.comments.opened import opened_review, review_problems, sheet_hash
from mtle_survey.decisions.apply import Decided, DecisionFiles
from mtle_survey.decisions.ledger import DecisionFile
from mtle_survey.decisions.plan import DecisionPlan, decision_plan, plan_faults
from mtle_survey.decisions.withdrawn import read_withdrawn
from mtle_survey.errors import MtleError, Problem, UsageError, errors_in, problem
from mtle_survey.evidence.declared import change_settings, declared_order
from mtle_survey.evidence.declared import misfits as change_misfits
from mtle_survey.evidence.locked_plan import read_lock
from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import BROKEN, ShapeReader
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import parse_yaml
from mtle_survey.linking.pseudonyms import Secret, secret_from
from mtle_survey.matching.identification import Respondent
from mtle_survey.reading import FileSpec, combine, read_wave
from mtle_survey.responses import Responses
from mtle_survey.screening.declared import careless_rule, misfits
from mtle_survey.segments.declared import declared_interviews
from mtle_survey.segments.model import Interviews
from mtle_survey.segments.people import without_people
from mtle_survey.study import Question, Study
from mtle_survey.study_grammar import STUDY_FILE
from mtle_survey.versions import AskedWith, asked_with, in_current_version, version_problems

WAVE_NAME = re.compile(r"^[A-Za-z][\w-]*$")
_TREE_CODES = {"syntax": "T002", "unsupported": "T003", "duplicate": "T009"}
_NO_MEANING = "Tags, keys that are lists and aliases that contain themselves have no meaning here."
_TEXT_NOTES = frozenset({"I017", "I018"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlan:
    """A checked study file, before any export is read.

    Attributes
    ----------
    file : str
        The study file, as the user gave it.
    instrument : Instrument
    waves : mapping of wave to its files
    settings : mapping
        The remaining keys, ready for ``Study``.
    respondent : str, tuple of str or None
    decisions : DecisionPlan
    problems : tuple of Problem
    secret : Secret or None
        What identifiers are hashed with, where the study asks for it.
    comments : DeclaredComments or None
        The open comments that may be quoted once they are approved.
    """

    file: str
    instrument: Instrument
    waves: Mapping[str, tuple[FileSpec, ...]]
    settings: Mapping[str, Any]
    respondent: Respondent
    decisions: DecisionPlan
    problems: tuple[Problem, ...]
    secret: Secret | None = None
    versions: Mapping[str, Instrument] = field(default_factory=dict)
    comments: DeclaredComments | None = None


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
    waves = {occasion: combine(found) for occasion, found in parts.items()}
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


def _require_rows(plan: StudyPlan) -> None:
    """Raise UsageError where some answers stay in a database: no row of theirs is read."""
    there = [wave for wave, specs in plan.waves.items() if any(is_database(spec.path) for spec in specs)]
    if there:
        raise UsageError(
            f"the answers of {' and '.join(there)} stay in a database: `mtle tables {plan.file} -o "
            "NAME.tables.json` counts them there; `mtle reliability` and `mtle factors` work from that file"
        )


def plan_study(path: str | Path, *, locking: bool = False) -> StudyPlan:
    """Check a study file and find its instrument.

    A locked plan that it names is read, unless one is just to be written (``locking``).

    Raises
    ------
    MtleError
        With every problem, when one of them is an error.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise MtleError([problem("T001", found=str(reason))]) from None
    tree = parse_yaml(text)
    found = ProblemList(tree, str(path))
    for wrong in tree.problems:
        first = "" if wrong.first is None else wrong.first.line
        what = f"“{wrong.found}”" if wrong.kind == "duplicate" else wrong.found
        found.add_at(_TREE_CODES[wrong.kind], wrong.place, what, first=first, reason=_NO_MEANING)
    if tree.root is None or found.errors:
        if not found.errors:
            found.add("T001", (), "an empty file")
        raise MtleError(found.problems)
    values = ShapeReader(found).read_keys(STUDY_FILE, tree.root, ())
    found.problems = [p for p in found.problems if p.code not in _TEXT_NOTES]
    instrument = _instrument(values, path, found)
    waves = _waves(values, path, found)
    versions = _versions(values, path, instrument, found)
    if instrument is not None:
        _check_names(values, waves, instrument, versions, found)
    if instrument is not None:
        for place, what, suggestion in misfits(values.get("careless", {}), instrument):
            found.add("T004", ("careless", *place), what, instrument=instrument.id, suggestion=suggestion)
        for misfit in change_misfits(values, tuple(waves), instrument):
            placeholders = {"instrument": instrument.id, "suggestion": misfit.reason, "reason": misfit.reason}
            found.add(misfit.code, misfit.place, misfit.found, **placeholders)
    for code, place, what, reason in plan_faults(values, tuple(waves)):
        found.add(code, place, what, reason=reason)
    brand, misfits_of_brand = declared_brand(values.get("brand") or {}, path.parent)
    for fault in misfits_of_brand:
        found.add(fault.code, ("brand", *fault.place), fault.found, **fault.texts)
    for section, name in values.get("narrative", {}).items():
        if not (path.parent / name).is_file():
            reason = "There is no such file beside the study file."
            found.add("T003", ("narrative", section), f"“{name}”", reason=reason)
    comments = _comments(values, path, instrument, found)
    if instrument is None or errors_in(found.problems):
        raise MtleError(found.in_file_order())
    secret = _secret(values, path, found)
    if errors_in(found.problems):
        raise MtleError(found.in_file_order())
    locked = read_lock(path.parent / values["plan"]) if "plan" in values and not locking else None
    decisions = decision_plan(values, path.parent, instrument)
    interviews = _interviews(values, path.parent, decisions)
    return StudyPlan(
        file=str(path),
        instrument=instrument,
        waves=waves,
        settings={
            **_settings(values, instrument),
            "brand": brand,
            "interviews": interviews,
            "locked_plan": locked,
            "narrative": {s: str(path.parent / name) for s, name in values.get("narrative", {}).items()},
        },
        respondent=_respondent(values),
        decisions=decisions,
        secret=secret,
        versions=versions,
        comments=comments,
        problems=found.in_file_order(),
    )


def _comments(
    values: Mapping[str, Any], path: Path, instrument: Instrument | None, found: ProblemList
) -> DeclaredComments | None:
    """The open comments that the study declares, if it does."""
    declared = values.get("comments")
    if instrument is None or not declared:
        return None
    comments, misfits = declared_comments(declared, path.parent, instrument)
    for misfit in misfits:
        place = ("comments", *misfit.place)
        found.add("T004", place, misfit.found, instrument=instrument.id, suggestion=misfit.suggestion)
    return comments


def _review(plan: StudyPlan, declared: DeclaredComments, everybody: Mapping[str | None, Responses]) -> Review:
    secret = None if plan.secret is None else plan.secret.key
    return opened_review(declared, everybody, plan.instrument, secret)


def _with_sheet(decided: Decided, review: Review) -> Decided:
    """The decisions with the review sheet among their files."""
    found = sheet_hash(review)
    if found is None:
        return decided
    file = DecisionFile(key="comments", path=str(review.declared.sheet), sha256=found)
    return replace(decided, files=(*decided.files, file))


def _instrument(values: Mapping[str, Any], path: Path, found: ProblemList) -> Instrument | None:
    name = values.get("instrument")
    if name is None:
        return None
    beside = path.parent / name
    try:
        return load_instrument(beside if beside.is_file() else name)
    except MtleError as error:
        found.problems += error.problems
    except UsageError as error:
        found.add("T003", ("instrument",), f"“{name}”", reason=str(error))
    return None


def _versions(
    values: Mapping[str, Any], path: Path, current: Instrument | None, found: ProblemList
) -> dict[str, Instrument]:
    """The versions that single waves were asked with; each is the study's instrument under its own id."""
    versions = {}
    for wave, entry in (values.get("waves") or {}).items():
        if entry is BROKEN or "instrument" not in entry:
            continue
        version = _instrument(entry, path, found)
        if version is not None and current is not None and version.id != current.id:
            reason = f"A wave can be asked with another version of {current.id}, not with another instrument."
            found.add("T003", ("waves", wave, "instrument"), f"“{version.id}”", reason=reason)
        elif version is not None:
            versions[wave] = version
    return versions


def _waves(values: Mapping[str, Any], path: Path, found: ProblemList) -> dict[str, tuple[FileSpec, ...]]:
    waves = {}
    for wave, entry in (values.get("waves") or {}).items():
        if not WAVE_NAME.match(wave):
            found.add(
                "T003",
                ("waves", wave),
                f"“{wave}”",
                reason="The name of a wave starts with a letter and holds letters, digits, _ and -.",
            )
        if entry is BROKEN:
            continue
        files = entry["files"] if isinstance(entry.get("files"), tuple) else (entry.get("files"),)
        specs = tuple(_file(f, entry, path) for f in files if f)
        if not specs:
            found.add("T006", ("waves", wave), f"wave “{wave}”")
        waves[wave] = specs
    return waves


def _file(entry: str | Mapping[str, Any], wave: Mapping[str, Any], path: Path) -> FileSpec:
    own: Mapping[str, Any] = {"file": entry} if isinstance(entry, str) else entry
    merged = {**{k: v for k, v in wave.items() if k != "files"}, **own}
    forms = (*((merged["form"],) if "form" in merged else ()), *merged.get("forms", ()))
    return FileSpec(
        path=located(path.parent, own["file"]),
        forms=forms,
        platform=merged.get("platform"),
        encoding=merged.get("encoding"),
        sheet=merged.get("sheet"),
        values=merged.get("values"),
        columns=merged.get("columns", {}),
        keep_preview=merged.get("preview") == "keep",
        definition=str(path.parent / merged["definition"]) if "definition" in merged else None,
        only=_only(merged),
        suffix=merged.get("suffix", ""),
        informant=merged.get("informant"),
    )


def _only(merged: Mapping[str, Any]) -> dict[str, str]:
    """Which records of a file belong to its wave."""
    where = merged.get("where")
    return {**merged.get("only", {}), **({where["column"]: where["value"]} if where else {})}


def _check_names(
    values: Mapping[str, Any],
    waves: Mapping[str, Sequence[FileSpec]],
    instrument: Instrument,
    versions: Mapping[str, Instrument],
    found: ProblemList,
) -> None:
    def known(key: str, names: Sequence[str], choices: Mapping[str, Any]) -> None:
        for name in names:
            if name not in choices:
                found.add(
                    "T004",
                    (key,),
                    f"“{name}” under {key}",
                    instrument=instrument.id,
                    suggestion=f"{did_you_mean(name, choices)}Known: {', '.join(choices) or 'none'}.",
                )

    known("primary", values.get("primary", ()), instrument.scale)
    known("retest", values.get("retest", ()), waves)
    known("groups", values.get("groups", ()), instrument.field)
    for key in ("cluster",) if "sessions" in values else ("cluster", "dose"):
        known(key, (values[key],) if key in values else (), instrument.field)
    for entry in values.get("segments", {}).get("codes", {}).values():
        meanings = entry if isinstance(entry, tuple) else (entry,)
        known("segments", [m["scale"] for m in meanings if isinstance(m, Mapping)], instrument.scale)
    for question in values.get("questions", ()):
        known("questions", question.get("measures", ()), instrument.scale)
    for wave, specs in waves.items():
        version = versions.get(wave, instrument)
        for spec in specs:
            known("waves", spec.forms, version.form)
            known("waves", tuple(spec.columns), {**version.item, **version.field})


def _interviews(values: Mapping[str, Any], folder: Path, decisions: DecisionPlan) -> Interviews:
    """The coded interviews, but those of people who took back their participation altogether."""
    if "segments" not in values:
        return Interviews()
    interviews = declared_interviews(values["segments"], folder)
    if decisions.withdrawn is None:
        return interviews
    return without_people(
        interviews, (entry.id for entry in read_withdrawn(decisions.withdrawn).entries if not entry.wave)
    )


def _respondent(values: Mapping[str, Any]) -> Respondent:
    respondent = values.get("respondent")
    return tuple(respondent["code"]) if isinstance(respondent, Mapping) else respondent


def _secret(values: Mapping[str, Any], path: Path, found: ProblemList) -> Secret | None:
    """The secret that the study names; what is wrong with it is told without any of it."""
    if "hash_ids" not in values:
        return None
    named = values["hash_ids"]
    where = {"file": named} if isinstance(named, str) else named
    file, variable = where.get("file"), where.get("variable")
    if (file is None) == (variable is None):
        found.add("T008", ("hash_ids",), "neither or both of file and variable", reason="Name one of them.")
        return None
    try:
        return secret_from(None if file is None else path.parent / file, variable)
    except ValueError as error:
        reason = f"The secret cannot be used: {error}."
        found.add("T008", ("hash_ids",), f"“{file or variable}”", reason=reason)
        return None


def _group_columns(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The column that holds the groups of a comparison, which the instrument need not declare."""
    column = settings.get("design", {}).get("column")
    return () if column is None else (column,)


def _settings(values: Mapping[str, Any], instrument: Instrument) -> dict[str, Any]:
    options = values.get("options", {})
    settings: dict[str, Any] = {
        key: values[key]
        for key in ("title", "design", "cluster", "groups", "dose", "primary", "accept", "retest", "language")
        if key in values
    }
    settings |= {
        key: options[key]
        for key in ("confidence", "seed", "bootstrap", "small_cell", "audience", "case_profiles")
        if key in options
    }
    settings["questions"] = tuple(
        Question(
            ask=q["ask"],
            measures=q.get("measures", ()),
            target=q.get("target"),
            order=declared_order(q),
        )
        for q in values.get("questions", ())
    )
    settings |= change_settings(values)
    settings["careless"] = careless_rule(values.get("careless", {}), instrument)
    settings["dates"] = {wave: entry["date"] for wave, entry in values["waves"].items() if "date" in entry}
    return settings
