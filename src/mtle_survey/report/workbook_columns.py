"""Columns of a workbook: a cell that shows several numbers has a column for each of them.

"+0.27 [0.10, 0.44]" can be read and not be reckoned with; in a workbook it is three numbers. The first has
its full precision, unless it is a percentage of a count beside it; the others are as they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, TableBlock
from mtle_survey.report.document import Document
from mtle_survey.report.format import MINUS
from mtle_survey.report.labels import Labels

_NUMBER = r"[+−]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:\s?%)?"
_INTERVAL = re.compile(rf"({_NUMBER})\s\[({_NUMBER})[,;]\s({_NUMBER})\]")
_OUT_OF = re.compile(rf"(\d+)\s\w+\s(\d+)\s\(({_NUMBER})\)")
_BESIDE = re.compile(rf"({_NUMBER})\s\(({_NUMBER})\)")
_PAIR = re.compile(r"(\S.*) / (\S.*)")
_PLAIN = re.compile(_NUMBER)
_IN_BRACKETS = re.compile(r"(.*\S)\s*\[(.+)\]")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A number with its format, or words where there is no number."""

    words: str
    value: float | int | None = None
    format: str = ""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: what stands above it, whether it holds numbers, and its cells."""

    header: str
    numbers: bool
    cells: tuple[SheetCell, ...]


def sheet_columns(table: TableBlock, document: Document) -> tuple[SheetColumn, ...]:
    """Every column of a table, those of several numbers spread; rows that share a head each bear it."""
    columns: list[SheetColumn] = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        shown = [document.words(cell.text) for cell in cells]
        columns += _spread(column, cells, _headed(shown) if place == 0 else shown, document)
    return tuple(columns)


def _headed(shown: Sequence[str]) -> list[str]:
    heads: list[str] = []
    for words in shown:
        heads.append(words or (heads[-1] if heads else ""))
    return heads


def _spread(
    column: Column, cells: Sequence[Cell], shown: Sequence[str], document: Document
) -> list[SheetColumn]:
    label = document.words(column.label)
    above = f"{column.group}: {label}" if column.group else label
    numbers = column.align == "number"
    pattern = next((p for p in (_INTERVAL, _OUT_OF, _BESIDE, _PAIR) if any(map(p.fullmatch, shown))), None)
    if pattern is None or not numbers:
        made = tuple(_cell(words, cell.value) for words, cell in zip(shown, cells, strict=True))
        return [SheetColumn(above, numbers, made)]
    found = [pattern.fullmatch(words) for words in shown]
    headers = _headers(pattern, above, [match.groups() for match in found if match], document.labels)
    spread = []
    for part, header in enumerate(headers):
        made = tuple(
            _part(match, part, words, cell) for match, words, cell in zip(found, shown, cells, strict=True)
        )
        spread.append(SheetColumn(header, True, made))
    return spread


def _part(match: re.Match[str] | None, part: int, words: str, cell: Cell) -> SheetCell:
    """One of the numbers of a cell; a cell that shows something else has it in the first column."""
    if match is None:
        return _cell(words, cell.value) if part == 0 else SheetCell("")
    exact = part == 0 and not (match.re is _BESIDE and "%" in match.group(1))
    return _cell(match.group(part + 1), cell.value if exact else None, parsed=True)


def _headers(
    pattern: re.Pattern[str], above: str, groups: Sequence[tuple[str, ...]], labels: Labels
) -> list[str]:
    if pattern is _INTERVAL:
        bracketed = _IN_BRACKETS.fullmatch(above)
        main, inside = bracketed.groups() if bracketed else (above, "")
        named = f"{main}, {inside}".removesuffix(", ")
        return [main, f"{named} {labels.lower}", f"{named} {labels.upper}"]
    if pattern is _OUT_OF:
        return [above, f"{above}, n", f"{above}, %"]
    if pattern is _BESIDE:
        return [f"{above}, %", f"{above}, n"] if "%" in groups[0][0] else [above, f"{above}, %"]
    first, _, second = above.partition(" / ")
    return [first, second or above]


def _cell(shown: str, value: float | int | None, *, parsed: bool = False) -> SheetCell:
    """A number where the words are one: with all its decimals where they are known, else as it is shown."""
    if not _PLAIN.fullmatch(shown) or (value is None and not parsed):
        return SheetCell(shown)
    percent = shown.endswith("%")
    digits = shown.removesuffix("%").strip().replace(MINUS, "-").replace(",", ".")
    decimals = len(digits.partition(".")[2])
    read = float(digits) / (100 if percent else 1)
    exact = read if value is None or abs(value - read) > _half_a_step(decimals, percent) else value
    number_format = ("0" if decimals == 0 else "0." + "0" * decimals) + ("%" if percent else "")
    whole = decimals == 0 and not percent and float(exact).is_integer()
    return SheetCell(shown, int(exact) if whole else exact, number_format)


def _half_a_step(decimals: int, percent: bool) -> float:
    """How far a number may lie from what is shown of it."""
    return 0.51 * 10.0 ** -(decimals + (2 if percent else 0))
