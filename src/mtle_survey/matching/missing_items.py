"""Items that an export has no column for, and where their answers may stand instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mtle_survey.errors import Problem, Severity, problem
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.answers import few
from mtle_survey.matching.options import Mode, Options
from mtle_survey.raw_table import ExportTable
from mtle_survey.readers.common.assemble import spreadsheet_letters

SHOWN_WORDING = 60


def missing_problems(
    table: ExportTable,
    instrument: Instrument,
    form: Form | None,
    asked: Sequence[str],
    missing: Sequence[str],
    claimed: Collection[int],
) -> list[Problem]:
    """What is said of the rated items that no column bears.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    form : Form or None
        The form that was declared; without one, items that are not there count as not asked.
    asked, missing : sequence of item ids
        Rated items that were looked for, and those of them that were not found.
    claimed : collection of int
        Columns that an item, a field, a comment or the respondent has taken.
    """
    if asked and len(missing) == len(asked):
        return [_nothing_found(table, instrument, form, asked)]
    if form is not None:
        return [
            problem("D005", file=table.file, item=i, found="no such column", form=form.id, item_id=i)
            for i in missing
        ]
    if not missing:
        return []
    alike = columns_of_answers(table, instrument, missing, claimed)
    first = missing[0]
    hint = (
        f"look at {'column' if len(alike) == 1 else 'columns'} {few(alike)}: such answers stand there, and "
        f"no item claims them. If {first} is among them, say so (columns: {{{first}: header}}); else "
    )
    return [
        problem(
            "D006",
            file=table.file,
            found=few(missing),
            count=len(missing),
            severity=Severity.WARNING if alike else None,
            hint=hint if alike else "",
        )
    ]


def columns_of_answers(
    table: ExportTable, instrument: Instrument, items: Sequence[str], claimed: Collection[int]
) -> list[str]:
    """Letters and headers of columns that nothing claims and that hold only options of one of these items."""
    formats = {instrument.item[item].format: Options(instrument.format_of(item)) for item in items}
    found = []
    for place, column in enumerate(table.columns):
        if place in claimed or column.metadata or column.personal or not column.name.strip():
            continue
        held = [text for text in table.distinct(place) if text and text.strip()]
        if len(held) > 1 and any(options.mode(held) is not Mode.NEITHER for options in formats.values()):
            shown = (column.statement or column.name).strip()[:SHOWN_WORDING]
            found.append(f"{spreadsheet_letters(column.position)} (“{shown}”)")
    return found


def _nothing_found(
    table: ExportTable, instrument: Instrument, form: Form | None, asked: Sequence[str]
) -> Problem:
    """No item was found: what the headings are, and what they were expected to be."""
    first = instrument.item[asked[0]]
    codes = dict.fromkeys(
        next(iter(instrument.item[item].columns), item)
        for item in (asked[0], asked[len(asked) // 2], asked[-1])
    )
    sheets = next((p.values["others"] for p in table.problems if p.code == "R023"), "")
    return problem(
        "D001",
        file=table.file,
        found=f"columns {few(table.column_names())}",
        items=len(asked),
        instrument=instrument.id if form is None else f"{instrument.id} (form {form.id})",
        headings=f"{', '.join(codes)}, or wordings such as “{first.text[:SHOWN_WORDING]}”",
        sheets=f"the workbook also holds {sheets}: name the sheet with the responses (sheet:); "
        if sheets
        else "",
        first=first.id,
    )
