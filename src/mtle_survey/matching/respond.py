"""From a raw table to coded responses: match columns, read options, keep every reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.answers import read_answers
from mtle_survey.matching.columns import (
    Target,
    comment_targets,
    field_targets,
    item_targets,
    match_columns,
    suffixed_columns,
    wording_problems,
)
from mtle_survey.matching.ended_early import NOT_SHOWN, early_problems, reach
from mtle_survey.matching.fields import read_fields
from mtle_survey.matching.identification import identify, respondent_columns
from mtle_survey.matching.missing_items import missing_problems
from mtle_survey.matching.options import NAN
from mtle_survey.matching.prepared import Prepared, Reading
from mtle_survey.matching.recorded import date_problems, recorded_days
from mtle_survey.matching.several import joined_options, option_columns
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.responses import Responses

PAGE_TIME = re.compile(r"(?:^|[_ -])page submit$", re.IGNORECASE)


def to_responses(table: ExportTable, instrument: Instrument, reading: Reading) -> Responses:
    """Code the answers of one file; problems are collected, none is raised."""
    return prepare(table, instrument, reading).responses()


def prepare(table: ExportTable, instrument: Instrument, reading: Reading) -> Prepared:
    """Match the columns of a file and read what each distinct text means; no record is coded yet."""
    declared = reading.form.columns if reading.form else {}
    overrides = {**suffixed_columns(table, instrument, declared, reading.suffix), **reading.columns}
    wanted = _wanted_items(instrument, reading.form)
    targets = item_targets(instrument, wanted, overrides)
    match = match_columns(table, targets)
    problems = [*match.problems, *wording_problems(table, instrument, match.positions)]
    rated = tuple(i for i in instrument.rated_items if i in match.positions)
    undeclared = (*respondent_columns(instrument, reading.respondent), *reading.also)
    fields = match_columns(table, _field_targets(instrument, overrides, undeclared))
    problems += fields.problems
    written = match_columns(table, comment_targets(reading.comments, reading.suffix))
    problems += written.problems

    problems += _encoding_problems(table, match.positions, rated)
    answers = read_answers(table, instrument, rated, match.positions, reading.values)
    problems += answers.problems
    positions = dict(match.positions)
    asked_at = set(positions.values())
    claimed = {*match.positions.values(), *fields.positions.values(), *written.positions.values()}
    texts = {i: table.column(p).stripped() for i, p in positions.items() if i not in rated}
    for target in targets:
        item = instrument.item[target.id]
        parts = option_columns(table, item, target.names) if item.type == "multiple" else []
        if parts:
            texts[item.id], odd = joined_options(table, item, parts)
            positions.setdefault(item.id, parts[0][0])
            claimed.update(place for place, _ in parts)
            asked_at.update(place for place, _ in parts)
            problems += odd
    asked, missing = ([i for i in found if instrument.item[i].rated] for found in (wanted, match.missing))
    problems += missing_problems(table, instrument, reading.form, asked, missing, claimed)
    problems += _unanswered(table, answers.answered())
    reached = reach(table, instrument, asked_at)
    problems += early_problems(table, answers, positions, rated, reached, reading.unfinished)
    named = {f: table.column(p).stripped() for f, p in fields.positions.items()}
    field_values, field_problems = read_fields(table, instrument, fields.positions, named)
    problems += field_problems
    field_values |= {name: named[name] for name in reading.also if name in named and name not in field_values}
    person = identify(table, instrument, reading.respondent, fields.positions, named, field_values)
    problems += person.problems
    problems += date_problems(table, instrument, fields.positions)
    dated = instrument.field_with_role("date")
    told = {p.column for p in problems if p.code in ("D102", "D108", "D109", "D130", "D135", "D136")}
    return Prepared(
        table=table,
        reading=reading,
        instrument=instrument,
        items=rated,
        answers=answers,
        texts=texts,
        fields=field_values,
        comments={name: table.column(place).stripped() for name, place in written.positions.items()},
        ids=person.ids,
        elements=person.elements,
        columns={i: table.columns[p].name for i, p in {**positions, **fields.positions}.items()},
        positions=positions,
        reached=reached if reading.unfinished == NOT_SHOWN else None,
        recorded=recorded_days(table, None if dated is None else fields.positions.get(dated.id)),
        timing=_timing(table),
        page_seconds=_page_seconds(table),
        problems=(
            *(p for p in table.problems if not (p.code in ("R043", "R044", "R046") and p.column in told)),
            *problems,
        ),
    )


def _wanted_items(instrument: Instrument, form: Form | None) -> tuple[str, ...]:
    if form is None:
        return tuple(item.id for item in instrument.items)
    return tuple(item.id for item in instrument.items if item.id in form.items or item.base in form.items)


def _field_targets(
    instrument: Instrument, overrides: Mapping[str, tuple[str, ...]], undeclared: Iterable[str]
) -> list[Target]:
    targets = list(field_targets(instrument, overrides))
    claimed = {name.casefold() for target in targets for name in target.names}
    names = dict.fromkeys(n for n in undeclared if n not in instrument.field and n.casefold() not in claimed)
    return [*targets, *(Target(name, (name,), name) for name in names)]


def _encoding_problems(
    table: ExportTable, positions: Mapping[str, int], rated: Sequence[str]
) -> list[Problem]:
    return [
        problem(
            "D007",
            file=table.file,
            column=table.columns[positions[item]].name,
            item=item,
            found=table.ambiguous_columns[positions[item]],
            readings=table.ambiguous_columns[positions[item]],
        )
        for item in rated
        if positions[item] in table.ambiguous_columns
    ]


def _unanswered(table: ExportTable, answered: NDArray[np.bool_]) -> list[Problem]:
    if answered.all():
        return []
    rows = table.rows[~answered].tolist()
    found = counted(len(rows), "response")
    return [problem("D120", file=table.file, row=rows[0], rows=rows, found=found, count=len(rows))]


def _timing(table: ExportTable) -> NDArray[np.float64] | None:
    place = next((i for i, c in enumerate(table.columns) if c.meaning == "duration"), None)
    if place is None:
        return None
    return _seconds(table.column(place))


def _page_seconds(table: ExportTable) -> dict[str, NDArray[np.float64]]:
    """Times of pages, under their headers."""
    return {
        column.name: _seconds(table.column(place))
        for place, column in enumerate(table.columns)
        if PAGE_TIME.search(column.name)
    }


def _seconds(cells: CodedColumn) -> NDArray[np.float64]:
    """Times; unknown where a cell is blank or holds no time."""
    read = (number_in(text) if text else None for text in cells.texts)
    seconds = [NAN if number is None or number < 0 else number for number in read]
    return np.array(seconds)[cells.index] if seconds else np.zeros(0)
