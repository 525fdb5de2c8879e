"""Columns that hold personal data, known by name or content, and emptied before anything is reported."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from mtle_survey.errors import Problem, problem
from mtle_survey.normalise import normalise_label
from mtle_survey.raw_table import ExportTable, RawColumn
from mtle_survey.readers.common.html import plain_text

PERSONAL_NAMES = re.compile(
    r"e-?mail(?:[ _]?(?:address|adresse))?|correo(?: electr[oó]nico)?|courriel"
    r"|(?:(?:your|my|teacher|participant|respondent|student|principal|full|first|last|given|family|middle)"
    r"(?:['’]?s)?[ _]*)*(?:sur|nick|fore|last|first)?name"
    r"|name[ _](?:first|last|full)|nachname|vorname|nombre|apellidos?|pr[ée]nom|nom de famille"
    r"|(?:tele)?phone(?:[ _](?:number|no\.?|\d+))?|(?:mobile|cell)(?:[ _]phone)?(?:[ _]number)?"
    r"|telefon(?:nummer)?"
    r"|(?:(?:home|street|postal|mailing|ip)[ _]?)?address|ip|date of birth|birth ?date|dob"
    r"|latitude|longitude|social security number|ssn",
    re.IGNORECASE,
)
ASKED_FOR = re.compile(
    r"^(?:what is|what['’]s|please (?:enter|give|provide|type)|enter|type) (?:your|the) (?P<what>.+?)[?:.]*$",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
INTERNET_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE)
TELEPHONE = re.compile(r"(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
CONTENTS = (EMAIL, INTERNET_ADDRESS, TELEPHONE)
SAMPLE = 1_000
FEW_ANSWERS = 0.25
LEAST_RESPONSES = 10
Table = TypeVar("Table", bound=ExportTable)


def without_personal_data(table: Table, keep: Collection[str] = (), *, remember: bool = False) -> Table:
    """The same table with the cells of personal columns emptied, and a note naming the columns.

    The table's own cells are changed, so that no copy of the data remains.

    Parameters
    ----------
    table : ExportTable
    keep : collection of str
        Names, stable ids or wordings of columns to leave alone: the respondent's identifier and
        whatever the instrument declares.
    remember : bool
        Keep the emptied texts apart, each once, in ``personal_texts``: comments are to be freed of them.
    """
    spared = {normalise_label(name) for name in keep}
    columns = list(table.columns)
    dropped: list[str] = []
    texts: set[str] = set()
    for place, column in enumerate(columns):
        called = (column.name, column.import_id or "", column.question or "", column.statement or "")
        if spared.intersection(normalise_label(name) for name in called if name):
            continue
        if column.personal or is_personal(column, table.distinct(place), table.filled(place)):
            columns[place] = replace(column, personal=True, value_labels={})
            if table.filled(place):
                if remember:
                    texts.update(text.strip() for text in table.distinct(place) if text and text.strip())
                table = table.emptied(place)
                dropped.append(column.name)
    if not dropped:
        return replace(table, columns=tuple(columns))
    return replace(
        table,
        columns=tuple(columns),
        problems=(*table.problems, _note(table.file, dropped)),
        personal_texts=frozenset(texts),
    )


def is_personal(column: RawColumn, texts: Collection[str | None], filled: int) -> bool:
    """Whether a column holds names, addresses, telephone numbers or the like.

    A name alone does not condemn a column whose answers repeat as the options of a question do.

    Parameters
    ----------
    column : RawColumn
    texts : collection of str or None
        The distinct cells.
    filled : int
        How many cells hold something.
    """
    if column.metadata and column.meaning:
        return False
    distinct = {text for cell in texts if cell and (text := cell.strip())}
    sample = sorted(distinct)[:SAMPLE]
    for pattern in CONTENTS:
        if sample and sum(1 for text in sample if pattern.fullmatch(text)) * 2 > len(sample):
            return True
    if not sounds_personal(column.name):
        return False
    return filled < LEAST_RESPONSES or len(distinct) > FEW_ANSWERS * filled


def sounds_personal(header: str) -> bool:
    """Whether a header asks for personal data: ``E-mail``, ``What is your name?`` but not ``School name``."""
    text = plain_text(header).strip(" :?*.")
    asked = ASKED_FOR.match(text)
    return PERSONAL_NAMES.fullmatch(asked.group("what") if asked else text) is not None


def _note(file: str, names: list[str]) -> Problem:
    listed = ", ".join(f"“{plain_text(name)[:60]}”" for name in names)
    return problem("R042", file=file, found=listed, count=len(names))
