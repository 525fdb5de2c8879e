"""A report for each site, or each value of another field, beside the report of the whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.errors import UsageError
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.report.build import chosen_writers, refuse_telling, report_of
from mtle_survey.report.parallel import write_all
from mtle_survey.report.privacy.claims import field_of
from mtle_survey.report.privacy.ledger import FILE, read_ledger
from mtle_survey.report.privacy.parts import flow_counts, untold_flows
from mtle_survey.report.privacy.people import Mask, People, marks_of, people_of
from mtle_survey.report.privacy.released import Released
from mtle_survey.report.view import View
from mtle_survey.study import PartOf
from mtle_survey.whole_files import together

if TYPE_CHECKING:
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

FEWEST = 2
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The people of one value of a field.

    Attributes
    ----------
    name : str
        What the value is called.
    folder : str
        Of its report.
    people : (p,) bool array
    """

    name: str
    folder: str
    people: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a batch.

    Attributes
    ----------
    reports : int
        Reports written, the whole included.
    left_out : tuple of str
        Parts without a report, each with the reason.
    """

    reports: int
    left_out: tuple[str, ...]


def write_batch(
    study: Study,
    field: str,
    folder: Path,
    names: Sequence[str],
    *,
    date: str = "",
    supersedes: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Written:
    """Write the whole report into a folder, and one for each value of a field into folders within it.

    All reports appear together or none does. Public ones are held to each other and to the ledger as one
    release: no part's report tells, together with the whole and the other parts, of a few people; parts that
    are too small get none. What is asked about one identifiable person, such as the principal, is left out
    of reports of single sites.

    Parameters
    ----------
    study : Study
    field : str
        The field to report by.
    folder : Path
    names : sequence of str
        Files of each report, such as ``evaluation.html``.
    date : str
        The date to print.
    supersedes : sequence of str
        Earlier public reports that never left the evaluator's hands.
    progress : callable
        Told which report is being written.

    Raises
    ------
    UsageError
        There is no such field, or it has no value.
    MtleError
        The whole report would tell of a few people beside an earlier public one.
    """
    people = people_of(study)
    parts = _parts(study, people, field)
    path = folder / FILE
    ledger = read_ledger(path) if study.audience == "public" else None
    standing = ledger.standing(supersedes) if ledger else []
    known = [entry.content for entry in standing]
    untold = _untold_flows(study, people, parts, field) if ledger else frozenset()
    if ledger:
        whole = study.about(study.waves)
        whole.part = PartOf(among=study, by=field)
        study = whole
    left_out: list[str] = []
    written = 1
    with together() as put:
        view = View(study, tuple(known))
        refuse_telling(view, standing)
        progress(f"the whole, and {len(parts)} reports by {field}")
        _write(view, folder, names, date, put)
        told = [(study.title, _released(view))]
        for number, part in enumerate(parts, start=1):
            progress(f"{number} of {len(parts)}: {part.name}")
            if reason := _too_few(study, people, part):
                left_out.append(f"{part.name}: {reason}")
                continue
            here = about(study, people, part, field)
            here.part = replace(here.part, flow_told=part.folder not in untold)
            view = View(here, (*known, *(r for _, r in told if r)))
            if view.edition and view.edition.leading_given_way():
                left_out.append(f"{part.name}: it would tell of a few people beside the other reports")
                known.append(view.edition.released)  # what it could tell is not told by others in its place
                continue
            _write(view, folder / f"by-{_safe(field)}" / part.folder, names, date, put)
            told.append((here.title, _released(view)))
            written += 1
        for place, (title, released) in enumerate(told):
            if ledger and released:
                ledger = ledger.with_release(title, released, () if place else supersedes)
        if ledger:
            put(path, ledger.to_bytes())
    return Written(reports=written, left_out=tuple(left_out))


def about(study: Study, people: People, part: Part, field: str) -> Study:
    """The study about the people of one part."""
    waves = {}
    exposing = _exposing(study, field)
    for wave, responses in study.waves.items():
        rows = people.rows[wave]
        inside = np.zeros(len(responses), dtype=np.bool_)
        inside[rows[part.people & (rows >= 0)]] = True
        kept = set_aside(responses, ~inside, ELSEWHERE, f"not of {part.name}")
        waves[wave] = _without(replace(kept, marks=np.array(marks_of(kept), dtype=object)), exposing)
    found = study.about(waves)
    found.title = f"{study.title}: {part.name}"
    value = str(field_of(study, people, field)[part.people][0])
    found.part = replace(study.part, whole=study.title, field=field, value=value)
    found.narrative = {}  # written about the whole, it stays in the report of the whole
    found.decided = replace(study.decided, roster=None)
    if study.review is not None and not _may_quote(study, people, field):
        found.review = None
    if found.cluster == field:
        found.cluster = None
    found.groups = tuple(name for name in study.groups if name != field)
    return found


def _untold_flows(study: Study, people: People, parts: Sequence[Part], field: str) -> frozenset[str]:
    """The parts, by folder, whose public report does not tell who answered."""
    counts = {}
    for part in parts:
        if not _too_few(study, people, part):
            here = about(study, people, part, field)
            counts[part.folder] = flow_counts(here.flow, here.links)
    return untold_flows(counts, flow_counts(study.flow, study.links), study.small_cell)


def _may_quote(study: Study, people: People, field: str) -> bool:
    """Whether parts may quote: none is so small that quotes of the whole left over would be its own."""
    values = field_of(study, people, field)
    return all(
        size >= study.quoting.smallest
        for rows in people.rows.values()
        for size in Counter(values[rows >= 0].tolist()).values()
    )


def _released(view: View) -> Released | None:
    """What a public report tells; of a finished one nothing else is kept."""
    return view.edition.released if view.edition else None


def _write(
    view: View, folder: Path, names: Sequence[str], date: str, put: Callable[[Path, bytes], None]
) -> None:
    targets = [folder / name for name in names]
    for target, content in zip(
        targets, write_all(chosen_writers(targets), report_of(view, date)), strict=True
    ):
        put(target, content)
    for beside, content in view.told.memories.items():
        put(beside, content)


def _parts(study: Study, people: People, field: str) -> list[Part]:
    """The values of a field, those with most people first."""
    known = list(dict.fromkeys(name for r in study.waves.values() for name in r.fields))
    if field not in known:
        hint = did_you_mean(field, known)
        raise UsageError(f"no wave has a field {field}; {hint or 'fields are ' + ', '.join(sorted(known))}")
    values = field_of(study, people, field)
    names = sorted({str(v) for v in values if v is not None})
    if not names:
        raise UsageError(f"nobody has a value in {field}")
    declared = study.instrument.field.get(field)
    labels = dict(zip(declared.codes, declared.labels, strict=False)) if declared else {}
    parts = [
        Part(name=labels.get(v, v), folder=folder, people=np.asarray(values == v, dtype=np.bool_))
        for v, folder in zip(names, _folders([labels.get(v, v) for v in names]), strict=True)
    ]
    return sorted(parts, key=lambda part: (-int(part.people.sum()), part.name))


def _folders(names: Sequence[str]) -> Iterator[str]:
    """A folder for each name, no two alike on any system."""
    used: set[str] = set()
    for name in names:
        folder, number = _safe(name), 1
        while folder.casefold() in used:
            number += 1
            folder = f"{_safe(name)}-{number}"
        used.add(folder.casefold())
        yield folder


def _safe(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "unnamed"


def _too_few(study: Study, people: People, part: Part) -> str:
    """Why a part gets no report; empty where it does."""
    answered = max(int((part.people & (rows >= 0)).sum()) for rows in people.rows.values())
    fewest = study.small_cell if study.audience == "public" else FEWEST
    return f"fewer than {fewest} people answered any wave" if answered < fewest else ""


def _exposing(study: Study, field: str) -> frozenset[str]:
    """The items that a site would give somebody away by, where the parts are sites."""
    declared = study.instrument.field.get(field)
    if field != study.cluster and (declared is None or declared.role not in ("cluster", "unit")):
        return frozenset()
    about_one = {i.id for i in study.instrument.items if i.about not in (None, "self")}
    for scale in study.instrument.scales:
        if scale.about not in (None, "self"):
            about_one |= set(study.instrument.scale_items(scale.id))
    return frozenset(about_one)


def _without(responses: Responses, items: frozenset[str]) -> Responses:
    """The responses as though some items had not been asked."""
    kept = [k for k, item in enumerate(responses.items) if item not in items]
    return replace(
        responses,
        items=tuple(responses.items[k] for k in kept),
        values=responses.values[:, kept],
        reasons=responses.reasons[:, kept],
        texts={name: cells for name, cells in responses.texts.items() if name not in items},
    )
