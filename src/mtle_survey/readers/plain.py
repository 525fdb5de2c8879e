"""Tables of no known platform: one header row, or a short name and a wording above each column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.one_row import required_grid, with_codes_apart
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.stems import blocks, has_stem_row, stem_columns

LEAST_CONFIDENCE = 0.05
SAMPLE_RECORDS = 500
LEAST_RECORDS = 3
MOST = 0.8
LONG = 15


def sniff(source: Source) -> Verdict | None:
    """Accept any table, with the least confidence of all readers."""
    if source.grid is None:
        return None
    return Verdict(
        confidence=LEAST_CONFIDENCE, dialect="table", reason="a table without the marks of any known platform"
    )


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read a plain table; a second row that holds the questions' wording is recognised and stated."""
    grid = required_grid(source)
    if has_stem_row(grid):
        return _read_with_stems(source, grid, verdict)
    questions = second_row_of_wordings(grid)
    names = grid.record(0)
    problems: list[Problem] = []
    if questions:
        names = tuple(name or question for name, question in zip(names, questions, strict=True))
        found = f"“{max(questions, key=len)[:60]}…” and {len(questions) - 1} more"
        problems.append(problem("R020", file=source.file, row=int(grid.rows[1]), found=found))
    columns = [
        RawColumn(
            position=position,
            name=name,
            question=plain_text(questions[position]) or None if questions else None,
        )
        for position, name in enumerate(names)
    ]
    header_records = 2 if questions else 1
    problems += _only_one_cell(source.file, grid, header_records)
    return assemble(
        source,
        grid,
        platform="plain",
        dialect="table_2row" if questions else "table",
        reason=verdict.reason,
        columns=columns if questions else with_codes_apart(columns),
        header_records=header_records,
        problems=problems,
    )


def _read_with_stems(source: Source, grid: Grid, verdict: Verdict) -> RawTable:
    """A table whose first row names each question once and whose second row names its parts."""
    found = problem(
        "R020", file=source.file, row=int(grid.rows[1]), found="the parts of the questions in row 1"
    )
    return assemble(
        source,
        grid,
        platform="plain",
        dialect="table_stems",
        reason=verdict.reason,
        columns=stem_columns(blocks(grid.record(0), grid.record(1)), frozenset()),
        header_records=2,
        problems=[found],
    )


def second_row_of_wordings(grid: Grid) -> tuple[str, ...]:
    """The second record, if it holds the wording of the questions and not a response; else empty.

    It does when, in at least 80% of the named columns that hold answers, its cell is a phrase found nowhere
    below, longer than the column's usual answer, and nearly all these phrases differ, whereas people's
    answers repeat.
    """
    below = grid.cells[2 : 2 + SAMPLE_RECORDS]
    if len(below) < LEAST_RECORDS:
        return ()
    first, second = grid.record(0), grid.record(1)
    judged = [
        (text, column)
        for place, text in enumerate(second)
        if first[place] and (column := answers(below[:, place]))
    ]
    phrases = [text.strip() for text, column in judged if _is_wording(text.strip(), column)]
    if len(judged) < 2 or len(phrases) < MOST * len(judged) or len(set(phrases)) < MOST * len(phrases):
        return ()
    return second


def answers(column: NDArray[np.object_]) -> list[str]:
    """The cells of a column that are not blank."""
    return [text for cell in column if cell and (text := cell.strip())]


def _is_wording(text: str, column: list[str]) -> bool:
    usual = sorted(len(answer) for answer in column)[len(column) // 2]
    return len(text) >= LONG and " " in text and text not in column and len(text) > usual


def _only_one_cell(file: str, grid: Grid, header_records: int) -> list[Problem]:
    if grid.cells.shape[1] < LEAST_RECORDS:
        return []
    body = grid.cells[header_records:]
    filled = np.zeros(len(body), dtype=np.int64)
    for position in range(body.shape[1]):
        filled += body[:, position].astype(bool)
    return single_cell_problems(file, filled, grid.rows[header_records:])


def single_cell_problems(file: str, filled: NDArray[np.integer], rows: NDArray[np.int64]) -> list[Problem]:
    """Rows with a single filled cell, as when a roster of identifiers was left without answers.

    Parameters
    ----------
    file : str
    filled : (n,) int array
        Filled cells of each record below the header.
    rows : (n,) int array
    """
    places = np.flatnonzero(filled == 1)
    if not len(places):
        return []
    return [
        problem(
            "R029", file=file, row=int(rows[places[0]]), found=counted(len(places), "row"), count=len(places)
        )
    ]


READER = Reader(
    name="plain",
    label="a plain table",
    sniff=sniff,
    read=read,
    aliases=("csv", "generic", "xlsx", "excel", "table"),
)
