"""From a raw table to coded responses: match columns, read options, keep every reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.answers import Answers, read_answers
from mtle_survey.matching.columns import (
    Target,
    comment_targets,
    field_targets,
    item_targets,
    match_columns,
    suffixed_columns,
    wording_problems,
)
from mtle_survey.matching.fields import read_fields
from mtle_survey.matching.identification import Respondent, identify, respondent_columns
from mtle_survey.matching.missing_items import missing_problems
from mtle_survey.matching.options import NAN, Mode
from mtle_survey.matching.recorded import date_problems, recorded_days
from mtle_survey.matching.several import joined_options, option_columns
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.responses import Responses, Source

PAGE_TIME = re.compile(r"(?:^|[_ -])page submit$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one file is to be read.

    Attributes
    ----------
    wave : str or None
    form : Form or None
        The form that was answered; None takes whatever items the file holds.
    columns : mapping of item or field id to headers
        The study's own column names, which go before the instrument's.
    respondent : str, tuple of str or None
        The column (or field) that identifies people, or the columns of a self-made code.
    values : Mode or None
        ``labels`` or ``codes`` where the evaluator has said which.
    suffix : str
        What the headers of this wave end in, where several waves stand side by side.
    also : tuple of str
        Columns that the study needs although the instrument does not declare them; they become fields.
    comments : mapping of open question to header
        Columns of free text that the study declares; they become comments.
    """

    wave: str | None = None
    form: Form | None = None
    columns: Mapping[str, tuple[str, ...]]
    respondent: Respondent = None
    values: Mode | None = None
    suffix: str = ""
    also: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One file matched to an instrument and read, ready to be coded as a whole or in parts.

    Attributes
    ----------
    table : ExportTable
    reading : Reading
    instrument : Instrument
    items : tuple of str
        Rated items that the file holds.
    answers : Answers
    texts, fields, comments : mapping of item, field or open question to (n,) object array
    ids, elements : object arrays or None
    columns : mapping of item or field id to header
    recorded : tuple of str, or None
        First, middle and last day on which answers were recorded.
    timing : (n,) float array or None
    page_seconds : mapping of header to (n,) float array
    problems : tuple of Problem
    """

    table: ExportTable
    reading: Reading
    instrument: Instrument
    items: tuple[str, ...]
    answers: Answers
    texts: Mapping[str, NDArray[np.object_]]
    fields: Mapping[str, NDArray[np.object_]]
    comments: Mapping[str, NDArray[np.object_]]
    ids: NDArray[np.object_] | None
    elements: NDArray[np.object_] | None
    columns: Mapping[str, str]
    recorded: tuple[str, str, str] | None
    timing: NDArray[np.float64] | None
    page_seconds: Mapping[str, NDArray[np.float64]]
    problems: tuple[Problem, ...]

    @property
    def source(self) -> Source:
        """Where the answers come from."""
        return _source(self.table)

    def responses(self, chosen: slice = slice(None)) -> Responses:
        """The responses of the chosen records; the problems are those of the whole file."""
        rows = self.table.rows[chosen]
        return Responses(
            instrument=self.instrument,
            wave=self.reading.wave,
            sources=(self.source,),
            items=self.items,
            values=self.answers.values(chosen),
            reasons=self.answers.reasons(chosen),
            fields={name: cells[chosen] for name, cells in self.fields.items()},
            texts={name: cells[chosen] for name, cells in self.texts.items()},
            comments={name: cells[chosen] for name, cells in self.comments.items()},
            personal_texts=self.table.personal_texts,
            rows=rows,
            source_index=np.zeros(len(rows), dtype=np.int64),
            ids=None if self.ids is None else self.ids[chosen],
            elements=None if self.elements is None else self.elements[chosen],
            columns=self.columns,
            timing=None if self.timing is None else self.timing[chosen],
            recorded=self.recorded,
            page_seconds={name: seconds[chosen] for name, seconds in self.page_seconds.items()},
            label_order={item: order.value for item, order in self.answers.label_order.items()},
            forms=(self.reading.form.id,) if self.reading.form else (),
            problems=self.problems,
        )


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
    claimed = {*match.positions.values(), *fields.positions.values(), *written.positions.values()}
    texts = {i: table.column(p).stripped() for i, p in positions.items() if i not in rated}
    for target in targets:
        item = instrument.item[target.id]
        parts = option_columns(table, item, target.names) if item.type == "multiple" else []
        if parts:
            texts[item.id], odd = joined_options(table, item, parts)
            positions.setdefault(item.id, parts[0][0])
            claimed.update(place for place, _ in parts)
            problems += odd
    asked, missing = ([i for i in found if instrument.item[i].rated] for found in (wanted, match.missing))
    problems += missing_problems(table, instrument, reading.form, asked, missing, claimed)
    problems += _unanswered(table, answers.answered())
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


def _source(table: ExportTable) -> Source:
    return Source(
        file=table.file,
        sha256=table.sha256,
        platform=table.platform,
        dialect=table.dialect,
        reason=table.reason,
        encoding=table.encoding,
        delimiter=table.delimiter,
        records=table.records,
        excluded=table.excluded,
    )
