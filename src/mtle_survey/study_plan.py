"""Check a study file before any export is read: the evaluator's decisions as data, every misfit located."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtle_survey.branding.brand import Brand
from mtle_survey.branding.declared import declared_brand
from mtle_survey.catalogue import CATALOGUE
from mtle_survey.comments.declared import declared_comments
from mtle_survey.comments.model import DeclaredComments
from mtle_survey.decisions.plan import DecisionPlan, decision_plan, plan_faults
from mtle_survey.decisions.withdrawn import read_withdrawn
from mtle_survey.errors import MtleError, Problem, errors_in, problem
from mtle_survey.evidence.declared import change_settings, declared_order
from mtle_survey.evidence.declared import misfits as change_misfits
from mtle_survey.evidence.locked_plan import read_lock
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import ShapeReader
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import MapNode, parse_yaml
from mtle_survey.linking.pseudonyms import Secret, secret_from
from mtle_survey.matching.identification import Respondent
from mtle_survey.reading import FileSpec
from mtle_survey.screening.declared import careless_rule, misfits
from mtle_survey.segments.declared import declared_interviews
from mtle_survey.segments.model import Interviews
from mtle_survey.segments.people import without_people
from mtle_survey.study import Question
from mtle_survey.study_grammar import STUDY_FILE
from mtle_survey.study_waves import declared_versions, declared_waves, named_instrument

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


def plan_study(path: str | Path, *, locking: bool = False) -> StudyPlan:
    """Check a study file and find its instrument.

    A locked plan that it names is read, unless one is just to be written (``locking``).

    Raises
    ------
    MtleError
        With every problem, when one of them is an error.
    """
    path = Path(path)
    values, found = _parsed(path)
    instrument = named_instrument(values, path, found)
    waves = declared_waves(values, path, found)
    versions = declared_versions(values, path, instrument, found)
    if instrument is not None:
        _check_names(values, waves, instrument, versions, found)
        _check_settings(values, waves, instrument, found)
    for code, place, what, reason in plan_faults(values, tuple(waves)):
        found.add(code, place, what, reason=reason)
    brand = _brand(values, path, found)
    narrative = _narrative(values, path, found)
    comments = _comments(values, path, instrument, found)
    if instrument is None or errors_in(found.problems):
        raise MtleError(found.in_file_order())
    secret = _secret(values, path, found)
    if errors_in(found.problems):
        raise MtleError(found.in_file_order())
    decisions = decision_plan(values, path.parent, instrument)
    return StudyPlan(
        file=str(path),
        instrument=instrument,
        waves=waves,
        settings={
            **_settings(values, instrument),
            "brand": brand,
            "interviews": _interviews(values, path.parent, decisions),
            "locked_plan": None
            if locking or "plan" not in values
            else read_lock(path.parent / values["plan"]),
            "narrative": narrative,
        },
        respondent=_respondent(values),
        decisions=decisions,
        secret=secret,
        versions=versions,
        comments=comments,
        problems=found.in_file_order(),
    )


def _parsed(path: Path) -> tuple[Mapping[str, Any], ProblemList]:
    """The file's values in the shape of the grammar, and what is wrong with them so far."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise MtleError([problem("T001", file=str(path), found=str(reason))]) from None
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
    if isinstance(tree.root, MapNode) and "items" in tree.root.entries and "waves" not in tree.root.entries:
        found.add("T010", (), f"the definition {path.name}", name=path)
        raise MtleError(found.problems)
    values = ShapeReader(found, STUDY_FILE).read_file(tree.root)
    found.problems = [p for p in found.problems if p.code not in _TEXT_NOTES]
    return values, found


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


def _check_settings(
    values: Mapping[str, Any], waves: Iterable[str], instrument: Instrument, found: ProblemList
) -> None:
    """Whether what is said of problems, careless answers and change fits the instrument and the waves."""
    for code in values.get("accept", {}):
        if code not in CATALOGUE:
            reason = "No problem has this code; mtle validate shows the codes of those that stand."
            found.add("T003", ("accept", code), f"“{code}”", reason=reason)
    for place, what, suggestion in misfits(values.get("careless", {}), instrument):
        found.add("T004", ("careless", *place), what, instrument=instrument.id, suggestion=suggestion)
    for misfit in change_misfits(values, tuple(waves), instrument):
        placeholders = {"instrument": instrument.id, "suggestion": misfit.reason, "reason": misfit.reason}
        found.add(misfit.code, misfit.place, misfit.found, **placeholders)


def _brand(values: Mapping[str, Any], path: Path, found: ProblemList) -> Brand:
    brand, faults = declared_brand(values.get("brand") or {}, path.parent)
    for fault in faults:
        found.add(fault.code, ("brand", *fault.place), fault.found, **fault.texts)
    return brand


def _narrative(values: Mapping[str, Any], path: Path, found: ProblemList) -> dict[str, str]:
    """The file of each section's prose; one that is not there is a problem."""
    declared = {section: path.parent / name for section, name in values.get("narrative", {}).items()}
    for section, file in declared.items():
        if not file.is_file():
            reason = "There is no such file beside the study file."
            found.add("T003", ("narrative", section), f"“{values['narrative'][section]}”", reason=reason)
    return {section: str(file) for section, file in declared.items()}


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
