"""What spreadsheet programs do to answers: ranges become dates, codes lose digits and zeros."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import ExportTable, RawTable

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MONTH_AND_NUMBER = re.compile(rf"\d{{1,2}}-{MONTH}|{MONTH}-\d{{2}}", re.IGNORECASE)
MIDNIGHT = re.compile(r"\d{4}-\d{2}-\d{2} 00:00:00")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
ERROR_VALUE = re.compile(r"#[¡¿]?[A-ZÀ-Þ]+(?:/0)?[!?]|#N/[AD]|#NV|#{3,}|Err:\d{3}")
"""What a spreadsheet program writes where it could not compute a cell: ``#REF!``, ``#N/A``, ``#NAME?``."""
CODE = re.compile(r"\d{4,}")
USUAL = 0.6
DAMAGE = frozenset({"R043", "R044", "R046"})


def dates_among_answers(cells: Iterable[str | None]) -> list[str]:
    """Distinct cells that are a month with a number, in a column whose other answers are no dates.

    ``6-25`` (a range of 6 to 25) becomes ``Jun-25``; what was typed cannot be told from it.
    """
    distinct = {cell.strip() for cell in set(cells) if cell}
    dates = {cell for cell in distinct if MONTH_AND_NUMBER.fullmatch(cell) or MIDNIGHT.fullmatch(cell)}
    return sorted(dates) if len(dates) * 2 <= len(distinct) else []


def scientific_numbers(cells: Iterable[str | None]) -> list[str]:
    """Distinct cells in scientific notation: identifiers of which only the first digits are left."""
    return sorted({cell.strip() for cell in set(cells) if cell and SCIENTIFIC.fullmatch(cell.strip())})


def error_values(cells: Iterable[str | None]) -> list[str]:
    """Distinct cells that a spreadsheet program could not compute."""
    return sorted({cell.strip() for cell in set(cells) if cell and ERROR_VALUE.fullmatch(cell.strip())})


def lost_leading_zeros(cells: Iterable[str | None]) -> list[str]:
    """Distinct codes shorter than nearly all others, in a column where no code begins with a zero.

    Meant for identifiers and postal codes; for amounts the lengths differ by nature.
    """
    codes = [cell.strip() for cell in cells if cell and cell.strip()]
    digits = [code for code in codes if code.isascii() and code.isdigit()]
    if not digits or len(digits) < len(codes) or any(code.startswith("0") for code in digits):
        return []
    usual, count = Counter(map(len, digits)).most_common(1)[0]
    if not CODE.fullmatch("0" * usual) or count < USUAL * len(digits):
        return []
    shorter = {code for code in digits if len(code) < usual}
    longer = any(len(code) > usual for code in digits)
    return [] if longer else sorted(shorter)


def examined_again(table: RawTable) -> RawTable:
    """The table after its cells were corrected: damage that is gone is no longer told."""
    if not any(p.code in DAMAGE for p in table.problems):
        return table
    others = (p for p in table.problems if p.code not in DAMAGE)
    return replace(table, problems=(*others, *damage_problems(table)))


def damage_problems(table: ExportTable) -> list[Problem]:
    """Dates, scientific notation and error values among answers, located at their first cell."""
    found = []
    for place, column in enumerate(table.columns):
        if column.metadata or column.personal:
            continue
        distinct = table.distinct(place)
        for code, damaged in (
            ("R043", dates_among_answers(distinct)),
            ("R044", scientific_numbers(distinct)),
            ("R046", error_values(distinct)),
        ):
            if damaged:
                rows = table.rows_with(place, {text for text in distinct if text and text.strip() in damaged})
                listed = ", ".join(f"“{text}”" for text in damaged[:3])
                found.append(
                    problem(
                        code, file=table.file, row=rows[0], column=column.name, found=listed, count=len(rows)
                    )
                )
    return found
