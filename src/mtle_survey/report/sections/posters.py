"""A page with three columns per person: what they wrote of the beginning, of midway and of today."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np

from mtle_survey.instrument.model import ScoreRule
from mtle_survey.report.blocks import Block, Column, Details, Note, TableBlock
from mtle_survey.report.cells import words
from mtle_survey.report.inline import Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.rules.points_told import TIMES, points

RULE = "points_told"
LABELS = ("Beginning", "Midway", "Today")


def applies(view: View) -> bool:
    """Only where the study file asks for pages about single people, in an edition that stays inside."""
    return view.study.case_profiles and not view.disclosure.public and any(_posters(view))


def blocks(view: View) -> tuple[Block, ...]:
    """A caution, then a folded page per person."""
    return (
        Note(
            kind="internal",
            title=text("Each page belongs to the person who wrote it"),
            paragraphs=(
                text(
                    "These are people's own words. Hand each page to its writer, and show it to others only "
                    "if the writer agrees. Names of colleagues and students may stand in them."
                ),
            ),
        ),
        *(page for _, page in sorted(_posters(view), key=lambda entry: entry[0])),
    )


def _posters(view: View) -> Iterator[tuple[str, Details]]:
    for score in view.instrument.scores:
        if score.rule == RULE:
            for wave in view.waves:
                yield from _of_wave(view, score, wave)


def _of_wave(view: View, score: ScoreRule, wave: Wave) -> Iterator[tuple[str, Details]]:
    responses = view.study.shown_waves[wave]
    empty = np.full(len(responses), None, dtype=object)
    texts = [responses.texts.get(str(score.inputs[time]), empty) for time in TIMES]
    for person in range(len(responses)):
        columns = [points(written[person]) for written in texts]
        if not any(columns):
            continue
        known = responses.ids[person] if responses.ids is not None else None
        name = str(known) if known is not None else f"row {responses.rows[person]}"
        rows = zip_longest(*columns, fillvalue="")
        table = TableBlock(
            id=f"table-poster-{wave or 'all'}-{responses.rows[person]}-{responses.source_index[person]}",
            caption=text("Points on the poster"),
            columns=tuple(Column(label=(label,)) for label in LABELS),
            rows=tuple(tuple(words(Wording(point)) if point else words() for point in row) for row in rows),
        )
        yield name, Details(title=text(Wording(name)), blocks=(table,))


SECTION = ReportSection(name="posters", title="Posters", order=89, applies=applies, blocks=blocks)
