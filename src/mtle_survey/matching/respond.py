"""From a raw table to coded responses: match columns, read options, keep every reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Form, Instrument, ResponseFormat
from mtle_survey.matching.columns import (
    Target,
    field_targets,
    item_targets,
    match_columns,
    suffixed_columns,
    wording_problems,
)
from mtle_survey.matching.file_labels import by_label, declared_missing
from mtle_survey.matching.identification import Respondent, identify, respondent_columns
from mtle_survey.matching.options import NAN, Mode, Options, code_text, column_modes
from mtle_survey.normalise import normalise_label
from mtle_survey.raw_table import RawTable
from mtle_survey.responses import Missing, Responses, Source


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
    """

    wave: str | None = None
    form: Form | None = None
    columns: Mapping[str, tuple[str, ...]]
    respondent: Respondent = None
    values: Mode | None = None
    suffix: str = ""
    also: tuple[str, ...] = ()


def to_responses(table: RawTable, instrument: Instrument, reading: Reading) -> Responses:
    """Code the answers of one file; problems are collected, none is raised."""
    declared = reading.form.columns if reading.form else {}
    overrides = {**suffixed_columns(table, instrument, declared, reading.suffix), **reading.columns}
    wanted = _wanted_items(instrument, reading.form)
    match = match_columns(table, item_targets(instrument, wanted, overrides))
    problems = [*match.problems, *wording_problems(table, instrument, match.positions)]
    rated = tuple(i for i in instrument.rated_items if i in match.positions)
    problems += _missing_problems(table, instrument, reading.form, match.missing, bool(rated))
    undeclared = (*respondent_columns(instrument, reading.respondent), *reading.also)
    fields = match_columns(table, _field_targets(instrument, overrides, undeclared))
    problems += fields.problems

    problems += _encoding_problems(table, match.positions, rated)
    cells = {i: table.cells[:, p] for i, p in match.positions.items()}
    values, reasons, value_problems = _code(table, instrument, rated, cells, match.positions, reading.values)
    problems += value_problems
    texts = {i: _stripped(cells[i]) for i in cells if i not in rated}
    answered = (reasons == Missing.ANSWERED).any(axis=1) if rated else np.ones(len(table.rows), dtype=bool)
    if not answered.all():
        problems.append(
            problem(
                "D120",
                file=table.file,
                row=int(table.rows[~answered][0]),
                found=f"{int((~answered).sum())} responses",
                count=int((~answered).sum()),
            )
        )
    named = {f: _stripped(table.cells[:, p]) for f, p in fields.positions.items()}
    field_values, field_problems = _read_fields(table, instrument, fields.positions, named)
    problems += field_problems
    field_values |= {name: named[name] for name in reading.also if name in named and name not in field_values}
    person = identify(table, instrument, reading.respondent, fields.positions, named, field_values)
    problems += person.problems
    return Responses(
        instrument=instrument,
        wave=reading.wave,
        sources=(_source(table),),
        items=rated,
        values=values,
        reasons=reasons,
        fields=field_values,
        texts=texts,
        rows=table.rows,
        source_index=np.zeros(len(table.rows), dtype=np.int64),
        ids=person.ids,
        elements=person.elements,
        columns={i: table.columns[p].name for i, p in {**match.positions, **fields.positions}.items()},
        timing=_timing(table),
        forms=(reading.form.id,) if reading.form else (),
        problems=(*table.problems, *problems),
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


def _missing_problems(
    table: RawTable, instrument: Instrument, form: Form | None, missing: Sequence[str], found_any: bool
) -> list[Problem]:
    rated = [i for i in missing if instrument.item[i].rated]
    if not found_any and instrument.rated_items:
        return [
            problem(
                "D001",
                file=table.file,
                found=f"columns {_few(table.column_names())}",
                items=len(instrument.rated_items),
                instrument=instrument.id,
            )
        ]
    if form is not None:
        return [
            problem("D005", file=table.file, item=i, found="no such column", form=form.id, item_id=i)
            for i in rated
        ]
    if rated:
        return [problem("D006", file=table.file, found=_few(rated), count=len(rated))]
    return []


def _encoding_problems(table: RawTable, positions: Mapping[str, int], rated: Sequence[str]) -> list[Problem]:
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


def _code(
    table: RawTable,
    instrument: Instrument,
    rated: Sequence[str],
    cells: Mapping[str, NDArray[np.object_]],
    positions: Mapping[str, int],
    values_are: Mode | None,
) -> tuple[NDArray[np.float64], NDArray[np.uint8], list[Problem]]:
    formats = {name: Options(f) for name, f in instrument.response_formats.items()}
    options = {i: formats[str(instrument.item[i].format)] for i in rated}
    problems: list[Problem] = []
    labelled: dict[str, NDArray[np.object_]] = {}
    for i in rated:
        labelled[i], found = by_label(
            cells[i], table.columns[positions[i]], options[i], file=table.file, item=i
        )
        problems += found
    cells = labelled
    distinct = {i: sorted({c for c in cells[i] if c is not None and c.strip()}) for i in rated}
    modes = dict.fromkeys(rated, values_are) if values_are else column_modes(options, distinct)
    values = np.full((len(table.rows), len(rated)), NAN)
    reasons = np.full(values.shape, Missing.BLANK, dtype=np.uint8)
    for k, item in enumerate(rated):
        column, option, mode = table.columns[positions[item]].name, options[item], modes[item]
        undecided = mode is Mode.EITHER and option.collide
        codes: dict[str | None, float] = {None: NAN}
        states: dict[str | None, int] = {None: Missing.NOT_SHOWN}
        for text in {c for c in cells[item] if c is not None}:
            answer = None if undecided or not text.strip() else option.read(text, mode)
            codes[text] = answer.code if answer else NAN
            states[text] = (answer.reason if answer else Missing.INVALID) if text.strip() else Missing.BLANK
        for text, reason in declared_missing(cells[item], table.columns[positions[item]], option).items():
            states[text] = reason
        n = len(table.rows)
        values[:, k] = np.fromiter(map(codes.__getitem__, cells[item]), dtype=np.float64, count=n)
        reasons[:, k] = np.fromiter(map(states.__getitem__, cells[item]), dtype=np.uint8, count=n)
        invalid = [t for t in distinct[item] if states[t] == Missing.INVALID]
        if undecided and distinct[item]:
            problems.append(
                problem(
                    "D105",
                    file=table.file,
                    column=column,
                    item=item,
                    found=_few(distinct[item]),
                    format=instrument.item[item].format,
                )
            )
        else:
            problems += _value_problems(table, instrument, item, column, cells[item], invalid)
    return values, reasons, problems


def _value_problems(
    table: RawTable,
    instrument: Instrument,
    item: str,
    column: str,
    cells: NDArray[np.object_],
    invalid: Iterable[str],
) -> list[Problem]:
    problems = []
    response_format = instrument.format_of(item)
    for text in invalid:
        at = np.flatnonzero(cells == text)
        numeric = _is_number(text)
        problems.append(
            problem(
                "D104" if numeric else "D101",
                file=table.file,
                row=int(table.rows[at[0]]),
                column=column,
                item=item,
                found=f"“{text.strip()[:80]}”",
                count=len(at),
                item_id=item,
                format=instrument.item[item].format,
                options=_option_list(response_format, codes=numeric),
            )
        )
    return problems


def _option_list(response_format: ResponseFormat, *, codes: bool) -> str:
    if codes:
        return f"{code_text(response_format.low)} to {code_text(response_format.high)}"
    return " / ".join(label for label in response_format.labels if label)


def _read_fields(
    table: RawTable,
    instrument: Instrument,
    positions: Mapping[str, int],
    named: Mapping[str, NDArray[np.object_]],
) -> tuple[dict[str, NDArray[np.object_]], list[Problem]]:
    """Field values in their declared spelling, so that groups bear one name in every wave."""
    fields: dict[str, NDArray[np.object_]] = {}
    problems = []
    for field in instrument.fields:
        if field.id not in named:
            continue
        cells = fields[field.id] = named[field.id].copy()
        if not field.labels:
            continue
        spelling = dict(zip(map(normalise_label, field.codes), field.labels, strict=False))
        spelling |= {normalise_label(label): label for label in field.labels}
        for text in sorted({t for t in cells if t is not None}):
            at = np.flatnonzero(cells == text)
            declared = spelling.get(normalise_label(text))
            if declared is not None:
                cells[at] = declared
                continue
            problems.append(
                problem(
                    "D110",
                    file=table.file,
                    row=int(table.rows[at[0]]),
                    item=field.id,
                    count=len(at),
                    column=table.columns[positions[field.id]].name,
                    found=f"“{text[:60]}”",
                    item_id=field.id,
                    options=" / ".join(field.labels),
                )
            )
    return fields, problems


def _stripped(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    out = np.empty(len(cells), dtype=object)
    out[:] = [c.strip() or None if c is not None else None for c in cells]
    return out


def _timing(table: RawTable) -> NDArray[np.float64] | None:
    place = next((i for i, c in enumerate(table.columns) if c.meaning == "duration"), None)
    if place is None:
        return None
    return np.array([float(c) if c and _is_number(c) else NAN for c in table.cells[:, place]])


def _source(table: RawTable) -> Source:
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


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _few(names: Iterable[str]) -> str:
    names = list(names)
    shown = ", ".join(str(name) for name in names[:6])
    return shown + (f" … ({len(names)} in all)" if len(names) > 6 else "")
