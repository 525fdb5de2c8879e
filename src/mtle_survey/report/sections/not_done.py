"""One table of what could not be computed, instead of an apology in every section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mtle_survey.evidence.events import is_log
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import words
from mtle_survey.report.glossary import STATISTICS, display
from mtle_survey.report.inline import Code, Inline, Text, Wording, commas, listing, text
from mtle_survey.report.privacy.bands import is_band
from mtle_survey.report.reasons import by_reason
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View
from mtle_survey.table import Row

_MOST_NAMED = 4
_EVERY = "all scales"
_SOME = "some scales, or single questions of them"


def blocks(view: View) -> tuple[Block, ...]:
    """A row for each reason, naming the statistics and what they concern."""
    rows = (*_design(view), *_comments(view), *_structure(view), *_groups(view), *_unavailable(view))
    if not rows:
        return (Paragraph(text=text("Everything that this report sets out to show could be computed.")),)
    return (
        TableBlock(
            id="table-not-done",
            caption=text("What this report does not give, and why"),
            columns=(Column(label=("Not given",)), Column(label=("For",)), Column(label=("Why",))),
            rows=rows,
        ),
    )


def _design(view: View) -> list[tuple[Cell, ...]]:
    study, log = view.study, is_log(view.instrument)
    rows: list[tuple[Cell, ...]] = []
    without = [
        wave or "the survey"
        for wave in view.waves
        if wave in (None, *study.asked_waves) and not study.flow.n(wave, "invited")
    ]
    if without and not log:
        why = "how many people were invited is not part of the data"
        rows.append((words("Response rate"), words(", ".join(without)), words(why)))
    if study.links is None and len(view.waves) > 1 and not log:
        rows.append(
            (
                words("Change of individuals"),
                words(_EVERY),
                words("at least one wave has no respondent ID"),
            )
        )
    if study.links is not None and not study.primary:
        rows.append(
            (
                words("Tests and p-values"),
                words(_EVERY),
                words("no primary scale was declared before the analysis"),
            )
        )
    if study.design.get("type") == "one_group" and len(study.waves) > 1 and not log:
        rows.append(
            (
                words("Why scores changed"),
                words(_EVERY),
                words("there is no comparison group"),
            )
        )
    return rows


def _comments(view: View) -> list[tuple[Cell, ...]]:
    """Why open comments are not quoted although the study wants to."""
    heard = view.study.voices
    if not heard or any(one.approved for one in heard):
        return []
    asked = commas(Wording(one.question.text) for one in {one.question.id: one for one in heard}.values())
    waiting = any(one.fates["waiting"] for one in heard)
    why = "nobody has approved one of them yet" if waiting else "none was approved, or nobody wrote one"
    return [(words("Quotes from open comments"), words(asked), words(why))]


def _structure(view: View) -> list[tuple[Cell, ...]]:
    """Why the questions were not grouped, or the declared scales not tested."""
    found = view.structure
    if found is None:
        return []
    asked = words("the scales the evaluation is judged by")
    rows: list[tuple[Cell, ...]] = []
    if found.explored.refusal:
        rows.append((words("How the questions group"), asked, words(found.explored.refusal)))
    if found.refusal:
        rows.append((words("Test of the declared scales"), asked, words(found.refusal)))
    return rows


def _groups(view: View) -> Iterator[tuple[Cell, ...]]:
    """The fields by which change cannot be told in any group."""
    contrast = view.main_contrast
    if contrast is None or view.disclosure.public:
        return
    changes = view.study.change_by_group.where(statistic="mean_change", contrast=contrast.name).rows
    for name in view.study.groups:
        rows = [row for row in changes if (row.group or "").startswith(f"{name}=")]
        if not any(row.available for row in rows):
            title = Wording(view.instrument.field[name].title)
            for reason in by_reason(rows):
                yield words("Change by ", title), words(_EVERY), words(reason)


def _unavailable(view: View) -> list[tuple[Cell, ...]]:
    study = view.study
    tables = [view.description, view.reliability, view.items, view.change, study.changes.invariance]
    if view.compares_groups:
        tables.append(view.shown(study.comparison))
    found = by_reason(
        row
        for table in tables
        for row in table
        if row.statistic in STATISTICS
        and row.headline is not False
        and _reported(view, row)
        and not is_band(row.unavailable)
    )
    return [
        (
            words("; ".join(dict.fromkeys(display(row.statistic).label for row in rows))),
            words(_about(view, rows)),
            words(reason),
        )
        for reason, rows in found.items()
    ]


def _reported(view: View, row: Row) -> bool:
    return row.scale is None or any(scale.id == row.scale for scale in view.scales)


def _about(view: View, rows: Sequence[Row]) -> Text:
    """The scales concerned, each with its waves, or single items of no scale.

    What a public edition withholds differs from number to number: it is not told which scale lacks which.
    """
    if view.disclosure.public and _differ(rows):
        return text(_SOME)
    waves: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        when = _when(row)
        found = waves[row.scale or row.item or ""]
        found += [when] if when and when not in found else []
    if all(scale.id in waves for scale in view.scales):
        return text(_EVERY)
    named = [text(_name(view, name), f" ({', '.join(when)})" if when else "") for name, when in waves.items()]
    if len(named) > _MOST_NAMED:
        return text(commas(named[:_MOST_NAMED]), f", and {len(named) - _MOST_NAMED} more")
    return listing(named)


def _differ(rows: Sequence[Row]) -> bool:
    """Whether the statistics are missing for different scales, or for scales and for single questions."""
    concerned: dict[str, set[tuple[str | None, bool]]] = defaultdict(set)
    for row in rows:
        concerned[row.statistic].add((row.scale, row.item is None))
    first, *others = concerned.values()
    return any(found != first for found in others) or len({whole for _, whole in first}) > 1


def _when(row: Row) -> str | None:
    """Between which waves, or in which; of groups that are compared, at the end of which."""
    return row.wave if "program - " in (row.contrast or "") else row.contrast or row.wave


def _name(view: View, name: str) -> Inline:
    """A scale by its title, an item by its id."""
    return Wording(view.instrument.scale[name].title) if name in view.instrument.scale else Code(name)


SECTION = ReportSection(name="not_done", title="Not done, and why", order=80, applies=always, blocks=blocks)
