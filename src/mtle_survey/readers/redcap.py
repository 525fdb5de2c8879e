"""REDCap: one row per record, event and repeat; raw codes or labels; with or without the dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.one_row import one_row_columns, required_grid
from mtle_survey.readers.common.redcap_dictionary import RedcapField, exported_code, redcap_fields
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

RAW, LABELS = "raw", "labels"
OWN_COLUMNS = {
    "redcap_event_name": "event",
    "event name": "event",
    "redcap_repeat_instrument": "repeat_instrument",
    "repeat instrument": "repeat_instrument",
    "redcap_repeat_instance": "repeat_instance",
    "repeat instance": "repeat_instance",
    "redcap_data_access_group": "",
    "data access group": "",
    "redcap_survey_identifier": "",
    "survey identifier": "",
}
PERSONAL = frozenset({"redcap_survey_identifier", "survey identifier"})
CHECKBOX = re.compile(r"(?P<field>\w+?)___(?P<code>\w+)")
CHECKBOX_LABEL = re.compile(r"(?P<label>.*) \(choice=(?P<choice>.*)\)", re.DOTALL)
COMPLETE_LABEL = "complete?"
STATUS = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
BEGUN = frozenset({"1", "2", "Unverified", "Complete"})
UNCHECKED = frozenset({"", "0", "Unchecked"})


@dataclass(frozen=True, slots=True)
class FormBlock:
    """The columns of one form: its answers, its status and its timestamp (or None)."""

    answers: tuple[int, ...]
    status: int
    timestamp: int | None


def sniff(source: Source) -> Verdict | None:
    """Recognise REDCap's own columns, or form statuses."""
    if source.grid is None:
        return None
    names = [name.strip() for name in source.grid.record(0)]
    own = [name for name in names if name.startswith("redcap_") and name in OWN_COLUMNS]
    if own:
        return Verdict(confidence=1.0, dialect=RAW, reason=", ".join(own))
    if COMPLETE_LABEL in (name.casefold() for name in names):
        return Verdict(confidence=0.9, dialect=LABELS, reason="“Complete?” among the headings")
    statuses = [place for place, name in enumerate(names) if _is_status(name, source.grid.cells[1:, place])]
    if statuses and any(CHECKBOX.fullmatch(name) for name in names):
        return Verdict(confidence=0.9, dialect=RAW, reason=f"{names[statuses[0]]} and checkbox columns (___)")
    if len(statuses) > 1:
        return Verdict(confidence=0.8, dialect=RAW, reason=f"form statuses such as {names[statuses[0]]}")
    return None


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read the header, name what the dictionary knows, and blank out checkboxes of untouched forms."""
    grid = required_grid(source)
    known = redcap_fields(options.definition.grid, options.definition.file) if options.definition else {}
    labelled = _by_label(known)
    columns = [_column(column, known, labelled) for column in one_row_columns(grid.record(0))]
    columns[0] = replace(columns[0], meaning="record")
    cells, untouched = without_untouched_forms(grid.cells[1:], columns)
    problems: list[Problem] = []
    if untouched:
        problems.append(problem("R036", file=source.file, found=counted(untouched, "form"), count=untouched))
    problems += _several_rows_each(source.file, grid, columns, options.only)
    return assemble(
        source,
        grid,
        platform="redcap",
        dialect=verdict.dialect or RAW,
        reason=verdict.reason,
        columns=columns,
        header_records=1,
        cells=cells,
        problems=problems,
    )


def _is_status(name: str, column: NDArray[np.object_]) -> bool:
    return name.endswith("_complete") and {cell for cell in column if cell} <= set(STATUS)


def _by_label(known: Mapping[str, RedcapField]) -> dict[str, RedcapField]:
    """Variables by their label, where no other bears the same."""
    counts = Counter(entry.label for entry in known.values())
    return {entry.label: entry for entry in known.values() if counts[entry.label] == 1}


def _column(
    column: RawColumn, known: Mapping[str, RedcapField], labelled: Mapping[str, RedcapField]
) -> RawColumn:
    """One column with what its name, and the dictionary, say about it."""
    name = column.name.strip()
    key = name.casefold()
    if key in OWN_COLUMNS:
        return replace(
            column, meaning=OWN_COLUMNS[key], metadata=True, personal=key in PERSONAL, question=None
        )
    if key.endswith("_complete") or key == COMPLETE_LABEL:
        return replace(column, metadata=True, question=None, value_labels=STATUS)
    if key.endswith("_timestamp") or key == "survey timestamp":
        return replace(column, metadata=True, question=None)
    checkbox = CHECKBOX.fullmatch(name)
    if checkbox:
        return _checkbox(column, name, known.get(checkbox.group("field")), checkbox.group("code"))
    choice = CHECKBOX_LABEL.fullmatch(name)
    if choice:
        return _checkbox_label(column, labelled.get(plain_text(choice.group("label"))), choice)
    entry = known.get(name) or labelled.get(plain_text(name))
    if entry is None:
        return replace(column, question=None if re.fullmatch(r"\w+", name) else column.question)
    return replace(
        column,
        name=entry.name,
        question=entry.label or None,
        value_labels=dict(entry.choices),
        personal=entry.identifier,
    )


def _checkbox(column: RawColumn, name: str, entry: RedcapField | None, code: str) -> RawColumn:
    labels = {exported_code(c): label for c, label in entry.choices.items()} if entry else {}
    option = labels.get(code)
    return replace(
        column,
        name=name,
        question=f"{entry.label} - {option}" if entry and option else None,
        statement=option,
        value_labels={"0": "Unchecked", "1": "Checked"},
        personal=entry is not None and entry.identifier,
    )


def _checkbox_label(column: RawColumn, entry: RedcapField | None, found: re.Match[str]) -> RawColumn:
    stem, option = plain_text(found.group("label")), plain_text(found.group("choice"))
    code = next((c for c, label in entry.choices.items() if label == option), None) if entry else None
    name = f"{entry.name}___{exported_code(code)}" if entry and code else column.name
    return replace(column, name=name, question=f"{stem} - {option}", statement=option)


def form_blocks(columns: Sequence[RawColumn]) -> list[FormBlock]:
    """The forms, each ending with its status; REDCap's own columns and the record id belong to none."""
    blocks = []
    answers: list[int] = []
    timestamp: int | None = None
    for place, column in enumerate(columns):
        key = column.name.strip().casefold()
        if key.endswith("_timestamp") or key == "survey timestamp":
            timestamp = place
        elif key.endswith("_complete") or key == COMPLETE_LABEL:
            blocks.append(FormBlock(tuple(answers), place, timestamp))
            answers, timestamp = [], None
        elif place > 0 and not column.metadata:
            answers.append(place)
    return blocks


def without_untouched_forms(
    cells: NDArray[np.object_], columns: Sequence[RawColumn]
) -> tuple[NDArray[np.object_], int]:
    """Cells in which a form that nobody has begun is not shown, and how many such forms there are.

    REDCap writes 0 for every checkbox of a form that was never opened, as if it had been left unchecked.
    A form is untouched in a record if its status is blank or incomplete, it has no timestamp, and it
    holds nothing but unchecked boxes.
    """
    cells = cells.copy()
    count = 0
    for block in form_blocks(columns):
        answers = list(block.answers)
        if not answers:
            continue
        boxes = [p for p in answers if _is_checkbox(columns[p])]
        others = [p for p in answers if p not in boxes]
        untouched = ~np.isin(cells[:, block.status].astype(str), list(BEGUN))
        untouched &= ~cells[:, others].astype(bool).any(axis=1)
        untouched &= np.isin(cells[:, boxes].astype(str), list(UNCHECKED)).all(axis=1)
        if block.timestamp is not None:
            untouched &= ~cells[:, block.timestamp].astype(bool)
        cells[np.ix_(np.flatnonzero(untouched), np.array(answers))] = None
        count += int(untouched.sum())
    return cells, count


def _is_checkbox(column: RawColumn) -> bool:
    return CHECKBOX.fullmatch(column.name) is not None or CHECKBOX_LABEL.fullmatch(column.name) is not None


def _several_rows_each(
    file: str, grid: Grid, columns: Sequence[RawColumn], only: Mapping[str, str]
) -> list[Problem]:
    """Warn where a person has several rows: events, and repeated instruments."""
    found = []
    for code, meaning in (("R034", "event"), ("R035", "repeat_instrument")):
        column = next((c for c in columns if c.meaning == meaning), None)
        if column is None or column.name in only:
            continue
        values = Counter(cell for cell in grid.cells[1:, column.position] if cell)
        if len(values) > (1 if meaning == "event" else 0):
            listed = ", ".join(f"{value} ({count})" for value, count in values.items())
            found.append(
                problem(
                    code, file=file, column=column.name, found=listed, count=len(values), header=column.name
                )
            )
    return found


READER = Reader(name="redcap", label="REDCap", sniff=sniff, read=read, takes_definition=True)
