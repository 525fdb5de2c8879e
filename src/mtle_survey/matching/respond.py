"""From a raw table to coded responses: match columns, read options, keep every reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.answers import read_answers
from mtle_survey.matching.columns import wording_problems
from mtle_survey.matching.ended_early import NOT_SHOWN, early_problems, reach
from mtle_survey.matching.fields import read_fields
from mtle_survey.matching.found_columns import FoundColumns, find_columns
from mtle_survey.matching.identification import identify
from mtle_survey.matching.missing_items import missing_problems
from mtle_survey.matching.options import NAN
from mtle_survey.matching.prepared import Prepared, Reading
from mtle_survey.matching.recorded import date_problems, recorded_days
from mtle_survey.matching.several import joined_options
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.responses import Responses

PAGE_TIME = re.compile(r"(?:^|[_ -])page submit$", re.IGNORECASE)


def to_responses(table: ExportTable, instrument: Instrument, reading: Reading) -> Responses:
    """Code the answers of one file; problems are collected, none is raised."""
    return prepare(table, instrument, reading).responses()


def prepare(table: ExportTable, instrument: Instrument, reading: Reading) -> Prepared:
    """Match the columns of a file and read what each distinct text means; no record is coded yet."""
    found = find_columns(table, instrument, reading)
    positions = found.positions
    answers = read_answers(table, instrument, found.rated, found.items.positions, reading.values)
    texts, odd = _texts(table, instrument, found)
    reached = reach(table, instrument, found.asked)
    named = {f: table.column(p).stripped() for f, p in found.fields.positions.items()}
    fields, field_problems = read_fields(table, instrument, found.fields.positions, named)
    fields |= {name: named[name] for name in reading.also if name in named and name not in fields}
    person = identify(table, instrument, reading.respondent, found.fields.positions, named, fields)
    dated = instrument.field_with_role("date")
    problems = [
        *found.items.problems,
        *wording_problems(table, instrument, found.items.positions),
        *found.fields.problems,
        *found.comments.problems,
        *_encoding_problems(table, positions, found.rated),
        *answers.problems,
        *odd,
        *_missing(table, instrument, reading, found),
        *_unanswered(table, answers.answered()),
        *early_problems(table, answers, positions, found.rated, reached, reading.unfinished),
        *field_problems,
        *person.problems,
        *date_problems(table, instrument, found.fields.positions),
    ]
    told = {p.column for p in problems if p.code in ("D102", "D108", "D109", "D130", "D135", "D136")}
    return Prepared(
        table=table,
        reading=reading,
        instrument=instrument,
        items=found.rated,
        answers=answers,
        texts=texts,
        fields=fields,
        comments={name: table.column(place).stripped() for name, place in found.comments.positions.items()},
        ids=person.ids,
        elements=person.elements,
        columns={i: table.columns[p].name for i, p in {**positions, **found.fields.positions}.items()},
        positions=positions,
        reached=reached if reading.unfinished == NOT_SHOWN else None,
        recorded=recorded_days(table, None if dated is None else found.fields.positions.get(dated.id)),
        timing=_timing(table),
        page_seconds=_page_seconds(table),
        problems=(
            *(p for p in table.problems if not (p.code in ("R043", "R044", "R046") and p.column in told)),
            *problems,
        ),
    )


def _texts(
    table: ExportTable, instrument: Instrument, found: FoundColumns
) -> tuple[dict[str, NDArray[np.object_]], list[Problem]]:
    """The answers to items that are not rated; chosen options stand in one text."""
    texts = {i: table.column(p).stripped() for i, p in found.items.positions.items() if i not in found.rated}
    problems = []
    for item, parts in found.options.items():
        texts[item], odd = joined_options(table, instrument.item[item], parts)
        problems += odd
    return texts, problems


def _missing(
    table: ExportTable, instrument: Instrument, reading: Reading, found: FoundColumns
) -> list[Problem]:
    """Rated items that the file is to hold and does not."""
    wanted, missing = (
        [i for i in items if instrument.item[i].rated] for items in (found.wanted, found.items.missing)
    )
    return missing_problems(table, instrument, reading.form, wanted, missing, found.claimed)


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
