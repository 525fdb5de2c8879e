"""A first record that holds the instrument's own questions: a second header row, and nobody's answers."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.errors import problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.columns import item_targets, match_columns
from mtle_survey.normalise import normalise_label
from mtle_survey.raw_table import ExcludedRecords, RawTable

LEAST_WORDINGS = 2
MOST = 0.8
RULE = "holds the wording of the questions"


def without_wording_row(table: RawTable, instrument: Instrument) -> RawTable:
    """The table, its first record counted as a header if it holds the wording of the items it stands under.

    Readers recognise such a row by its form; in a short questionnaire only the instrument can tell. At least
    two cells, and four in five of those under an item, must end in the item's declared wording.
    """
    if len(table.rows) < 2:
        return table
    match = match_columns(table, item_targets(instrument, instrument.rated_items, {}))
    cells = {item: str(table.cells[0, place] or "") for item, place in match.positions.items()}
    held = {item: normalise_label(cell) for item, cell in cells.items() if cell.strip()}
    worded = [
        item for item, cell in held.items() if cell.endswith(normalise_label(instrument.item[item].text))
    ]
    if len(worded) < max(LEAST_WORDINGS, MOST * len(held)):
        return table
    row = int(table.rows[0])
    found = f"“{cells[worded[0]].strip()[:60]}” and {len(worded) - 1} more"
    return replace(
        table,
        cells=table.cells[1:],
        rows=table.rows[1:],
        excluded=_with_header(table.excluded, row),
        problems=(*table.problems, problem("R020", file=table.file, row=row, found=found)),
    )


def _with_header(excluded: tuple[ExcludedRecords, ...], row: int) -> tuple[ExcludedRecords, ...]:
    """The records that are no responses, with one more header row."""
    rows = next((entry.rows for entry in excluded if entry.kind == "header"), ())
    header = ExcludedRecords(kind="header", rows=(*rows, row), rule=RULE)
    return (header, *(entry for entry in excluded if entry.kind != "header"))
