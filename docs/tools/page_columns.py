"""The columns of the one tidy table."""

from __future__ import annotations

from markdown import code, page, table

from mtle_survey.columns import COLUMNS


def write() -> str:
    """The page of columns."""
    lead = (
        "`--format json` and `--format csv` of every analysis command print rows of this one table. A column that does "
        "not apply is empty (null in JSON). Columns from `model` to `contrast`, with `statistic` and `method`, identify a row."
    )
    rows = [(code(c.name), c.label, c.kind, c.meaning) for c in COLUMNS]
    return page("Columns of the tidy table", lead, table(("column", "shown as", "kind", "meaning"), rows))
