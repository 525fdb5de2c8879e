"""Every person's own course: for those who know them, and never for release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.interview_voices import Voice, voices_of
from mtle_survey.evidence.panel import Panel
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Details, ListBlock, Note, TableBlock
from mtle_survey.report.cells import NOTHING, number_column, scale_name, words
from mtle_survey.report.format import DASH, Unit, number, unit_of
from mtle_survey.report.inline import Code, Wording, commas, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

SAID: dict[Voice, str] = {
    "improved": "improved",
    "same": "stayed the same",
    "declined": "declined",
    "both": "both ways",
}


def applies(view: View) -> bool:
    """Only where the study file asks for it, in an edition that stays inside the program."""
    return view.study.case_profiles and not view.disclosure.public and view.study.panel is not None


def blocks(view: View) -> tuple[Block, ...]:
    """A caution, then a folded table per person."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    panel = view.study.panel
    if panel is None:
        return
    yield Note(
        kind="internal",
        title=text("About single people"),
        paragraphs=(
            text(
                "These pages show what single people answered. They are there to be read beside interviews "
                "and other material by those who may see it, and not to judge anybody: one person's change "
                "is "
                "mostly inexact."
            ),
        ),
    )
    voices = {
        scale.id: voices_of(view.study.interviews, view.study.joint_display.person, scale.id)[0]
        for scale in view.whole_scales("outcome")
    }
    for place in _people(view, panel):
        spoken = {scale: said[place] for scale, said in voices.items() if place in said}
        yield Details(
            title=text(Code(_name(view, panel, place))),
            blocks=(*_about(view, panel, place), _table(view, panel, place, spoken)),
        )


def _about(view: View, panel: Panel, place: int) -> Iterator[Block]:
    """Site, groups and participation, and what the person's interviews were coded with."""
    points = []
    for name in dict.fromkeys(f for f in (panel.cluster, *panel.groups, panel.dose) if f):
        known = panel.field(name)[place]
        if known is not None:
            field = view.instrument.field.get(name)
            title = field.title if field is not None else name
            points.append(text(Wording(title), ": ", Wording(str(known))))
    documents = {d for d, person in view.study.joint_display.person.items() if person == place}
    codes = Counter(
        code
        for document, _, code in {
            (s.document, s.passage, code)
            for s in view.study.interviews.segments
            if s.document in documents
            for code in s.codes
        }
    )
    if codes:
        told = [text(Wording(code), f" ({n})") for code, n in sorted(codes.items())]
        points.append(text("Passages of the interviews by code: ", commas(told)))
    if points:
        yield ListBlock(items=tuple(points))


def _people(view: View, panel: Panel) -> Iterator[int]:
    """People with a score of a leading outcome in any wave, by name."""
    known = np.zeros(panel.people, dtype=bool)
    for scale in view.whole_scales("outcome"):
        for wave in panel.waves_with(scale.id):
            known |= np.isfinite(panel.score(wave, scale.id))
    yield from sorted(np.flatnonzero(known).tolist(), key=lambda place: _name(view, panel, place))


def _name(view: View, panel: Panel, place: int) -> str:
    """The identifier, or the pseudonym where the study asks for pseudonyms."""
    for wave in panel.links.waves:
        row = panel.links.index[place, panel.links.waves.index(wave)]
        shown = view.study.shown_waves[wave].ids
        if view.study.secret is not None and row >= 0 and shown is not None:
            return str(shown[row])
    return str(panel.links.ids[place])


def _table(view: View, panel: Panel, place: int, spoken: dict[str, Voice]) -> TableBlock:
    heard = bool(view.study.interviews.segments)
    return TableBlock(
        id=f"table-case-{place + 1}",
        caption=text("Scores of ", Code(_name(view, panel, place))),
        columns=(
            Column(label=("Scale",)),
            *(number_column(wave) for wave in panel.names),
            number_column("Change"),
            Column(label=("Beyond error",)),
            *((Column(label=("Said in interviews",)),) if heard else ()),
        ),
        rows=tuple(
            _row(view, panel, scale, place, spoken.get(scale.id), heard)
            for scale in view.whole_scales("outcome")
        ),
        note=text(
            "Beyond error = by more than measurement error alone moves 95 of 100 people; ",
            f"{DASH} where that cannot be judged.",
        ),
    )


def _row(
    view: View, panel: Panel, scale: Scale, place: int, voice: Voice | None, heard: bool
) -> tuple[Cell, ...]:
    unit = unit_of(scale)
    asked = panel.waves_with(scale.id)
    scores = {wave: float(panel.score(wave, scale.id)[place]) for wave in asked}
    change = scores[asked[-1]] - scores[asked[0]] if len(asked) > 1 else float("nan")
    cells = [
        scale_name(scale),
        *(_score(scores.get(wave, float("nan")), unit) for wave in panel.names),
        _score(change, unit, signed=True),
        words(_beyond(view, scale, change)),
    ]
    if heard:
        cells.append(words(SAID[voice]) if voice is not None else NOTHING)
    return tuple(cells)


def _score(value: float, unit: Unit, *, signed: bool = False) -> Cell:
    if np.isnan(value):
        return NOTHING
    return Cell(text=(number(value, unit.decimals, signed=signed),), value=value)


def _beyond(view: View, scale: Scale, change: float) -> str:
    contrast = view.main_contrast
    if contrast is None or np.isnan(change):
        return DASH
    least = view.study.changes.individuals.where(
        statistic="reliable_least", scale=scale.id, contrast=contrast.name, headline=True
    ).rows
    if not least or least[0].estimate is None:
        return DASH
    return "yes" if abs(change) > least[0].estimate else "no"


SECTION = ReportSection(
    name="case_profiles", title="Person by person", order=88, applies=applies, blocks=blocks
)
